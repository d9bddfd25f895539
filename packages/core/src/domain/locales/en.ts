/** Texts that operations write or that a form shows where its definition has none. */
export interface DomainTexts {
  /** The button of a form. */
  readonly send: string
  /** After a form was sent. */
  readonly thanks: string
  /** A contact or deal made of a lead that gave no name. */
  readonly unnamed: string
}

/** English. */
export const en: DomainTexts = {
  send: 'Send',
  thanks: 'Thank you. We have your message and will be in touch.',
  unnamed: 'No name',
}
