/** A message to another program. */
export interface WebhookMessage {
  /** The same whenever the message is sent again: a receiver acts once for each. */
  readonly id: string
  readonly url: string
  /** What happened: `rule.fired`. */
  readonly event: string
  readonly payload: Readonly<Record<string, unknown>>
  /** Instant of this attempt. */
  readonly at: string
}

/** What an error of a sender may say besides. */
export interface SendFault {
  /** The receiver asked not to be sent to for so long. More than a day is taken for a day. */
  readonly retryAfterSeconds?: number
  /** The receiver never takes it: it is not sent again by itself. */
  readonly isFinal?: boolean
}

/** Signs messages and sends them to addresses that people typed in. */
export interface WebhookSender {
  /** Ends when the receiver has taken it. Throws, maybe with {@link SendFault}, to be tried again later: for about five days. */
  send(message: WebhookMessage, options?: { readonly signal?: AbortSignal }): Promise<void>
}
