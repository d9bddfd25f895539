/** Texts of the pages that visitors without JavaScript see. */
export const en = {
  thanksTitle: 'Thank you',
  thanksText: 'We have received your message.',
  mendTitle: 'Please check your answers',
  mendText: 'Nothing has been sent yet. These need another look:',
  failedTitle: 'That did not work',
  send: 'Send',
  required: 'required',
  choose: 'Choose…',
}

/** One language of the pages. */
export type PageTexts = Readonly<typeof en>
