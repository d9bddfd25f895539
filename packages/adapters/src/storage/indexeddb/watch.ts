/** Tells who has something new: this page at once, other tabs through a channel of the browser. */
export class Watchers {
  readonly #listeners = new Set<(tenant: string) => void>()
  readonly #channel: BroadcastChannel | undefined

  /** @param name Of the database: tabs with another one are not meant. */
  constructor(name: string) {
    this.#channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(`kith:${name}`)
    if (this.#channel) this.#channel.onmessage = ({ data }) => this.#hear(String(data))
  }

  add(listener: (tenant: string) => void): () => void {
    const own = (tenant: string) => listener(tenant)
    this.#listeners.add(own)
    return () => void this.#listeners.delete(own)
  }

  tell(tenant: string): void {
    this.#hear(tenant)
    this.#channel?.postMessage(tenant)
  }

  stop(): void {
    this.#listeners.clear()
    this.#channel?.close()
  }

  /** A listener that throws is its own affair: it cannot fail the commit that it hears of. */
  #hear(tenant: string): void {
    for (const listener of this.#listeners) queueMicrotask(() => listener(tenant))
  }
}
