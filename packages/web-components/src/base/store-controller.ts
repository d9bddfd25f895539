import type { ReadableAtom } from 'nanostores'
import type { ReactiveController, ReactiveHost } from './reactive-element.ts'

/**
 * Shows a store in an element: each change of it asks the element to render again, only while it is connected.
 *
 * @example
 * readonly #form = new StoreController<LeadFormState>(this)
 * override connectedCallback() { super.connectedCallback(); this.#form.store = leadFormStore(…).$state }
 */
export class StoreController<Value> implements ReactiveController {
  readonly #host: ReactiveHost
  #store: ReadableAtom<Value> | undefined
  #off: (() => void) | undefined

  constructor(host: ReactiveHost, store?: ReadableAtom<Value>) {
    this.#host = host
    this.#store = store
    host.addController(this)
  }

  /** What the store holds now; undefined as long as there is no store. */
  get value(): Value | undefined {
    return this.#store?.get()
  }

  /** Takes another store, also while connected. */
  set store(next: ReadableAtom<Value> | undefined) {
    this.hostDisconnected()
    this.#store = next
    if (this.#host.isConnected) this.hostConnected()
    this.#host.requestUpdate()
  }

  hostConnected(): void {
    this.#off ??= this.#store?.listen(() => this.#host.requestUpdate())
  }

  hostDisconnected(): void {
    this.#off?.()
    this.#off = undefined
  }
}
