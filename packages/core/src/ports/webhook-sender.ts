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

/** Signs messages and sends them to addresses that people typed in. */
export interface WebhookSender {
  /** Ends when the receiver has taken it. Throws to be tried again later. */
  send(message: WebhookMessage, options?: { readonly signal?: AbortSignal }): Promise<void>
}
