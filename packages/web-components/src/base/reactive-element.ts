import { render } from 'lit/html.js'

/** How a property of an element is held. */
export interface PropertyOptions {
  /** `Boolean`: true when the attribute is there. Else the property is the attribute's text. */
  readonly type?: BooleanConstructor
  /** Name of the attribute, false for none. Default: the name of the property in lower case. */
  readonly attribute?: string | boolean
  /** The attribute follows the property; for `Boolean` only. */
  readonly reflect?: boolean
  /** Of no concern to a page: no attribute. */
  readonly state?: boolean
}

/** Properties of an element by name. */
export type Properties = Readonly<Record<string, PropertyOptions>>

/** Something that lives with an element. */
export interface ReactiveController {
  hostConnected?(): void
  hostDisconnected?(): void
  /** After each rendering. */
  hostUpdated?(): void
}

/** What a controller needs of its element. */
export interface ReactiveHost {
  readonly isConnected: boolean
  addController(controller: ReactiveController): void
  requestUpdate(): void
}

/** A style sheet, made when the first element of its kind is. */
export interface Styles {
  readonly styleSheet: CSSStyleSheet
}

/** Styles for `static styles`. */
export function css(text: TemplateStringsArray): Styles {
  let sheet: CSSStyleSheet | undefined
  return {
    get styleSheet() {
      if (!sheet) {
        sheet = new CSSStyleSheet()
        sheet.replaceSync(text.join(''))
      }
      return sheet
    },
  }
}

// On a server there are no elements, but their modules may be loaded.
const Element = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement

/**
 * An element that renders itself, once for all that changed in one go: the part of Lit's `LitElement` that Kith uses,
 * under the same names, in a third of the bytes. Templates are Lit's.
 *
 * @example
 * class Greeting extends ReactiveElement {
 *   static override properties = { name: {} }
 *   declare name: string
 *   override render() { return html`Hello ${this.name}` }
 * }
 */
export class ReactiveElement extends Element {
  /** What renders anew when it is set; a class has the properties of those that it extends, too. */
  static properties: Properties = {}
  static styles: readonly Styles[] = []

  /** Asked for by the platform when a class is defined, before there is an instance. */
  static get observedAttributes(): readonly string[] {
    // biome-ignore-start lint/complexity/noThisInStatic: the class that is being defined, not this one
    const all = propertiesOf(this)
    for (const property of all) {
      const [name, { reflect }] = property
      Object.defineProperty(this.prototype, name, {
        // biome-ignore-end lint/complexity/noThisInStatic: ends here
        configurable: true,
        get(this: ReactiveElement) {
          return this.#values[name]
        },
        set(this: ReactiveElement, value: unknown) {
          const before = this.#values[name]
          if (Object.is(value, before)) return
          this.#values[name] = value
          if (reflect) this.toggleAttribute(attributeOf(property) as string, !!value)
          this.requestUpdate(name, before)
        },
      })
    }
    return all.map(attributeOf).filter((name) => typeof name === 'string')
  }

  readonly renderRoot: ShadowRoot = this.attachShadow({ mode: 'open' })
  /** Whether it has rendered yet. */
  hasUpdated = false
  readonly #values: Record<string, unknown> = {}
  readonly #controllers: ReactiveController[] = []
  #changed = new Map<PropertyKey, unknown>()
  #pending: Promise<void> | undefined

  constructor() {
    super()
    const type = this.constructor as typeof ReactiveElement
    this.renderRoot.adoptedStyleSheets = type.styles.map(({ styleSheet }) => styleSheet)
    // What a page set before the class was there hides the property.
    for (const [name] of propertiesOf(type)) {
      const own = Object.getOwnPropertyDescriptor(this, name)
      if (own && delete this[name as never]) Object.assign(this, { [name]: own.value })
    }
  }

  /** Resolves when what was asked for has been rendered. */
  get updateComplete(): Promise<void> {
    return this.#pending ?? Promise.resolve()
  }

  connectedCallback(): void {
    for (const one of this.#controllers) one.hostConnected?.()
    this.requestUpdate()
  }

  disconnectedCallback(): void {
    for (const one of this.#controllers) one.hostDisconnected?.()
  }

  attributeChangedCallback(attribute: string, _before: string | null, value: string | null): void {
    const all = propertiesOf(this.constructor as typeof ReactiveElement)
    const [name = '', { type = undefined } = {}] = all.find((one) => attributeOf(one) === attribute) ?? []
    Object.assign(this, { [name]: type ? value !== null : value })
  }

  addController(controller: ReactiveController): void {
    this.#controllers.push(controller)
  }

  /** Asks for a rendering; a property's setter says which and what it was before. */
  requestUpdate(name?: PropertyKey, before?: unknown): void {
    if (name !== undefined && !this.#changed.has(name)) this.#changed.set(name, before)
    this.#pending ??= this.#update()
  }

  async #update(): Promise<void> {
    await undefined
    const changed = this.#changed
    const first = !this.hasUpdated
    try {
      if (first && !this.isConnected) return
      this.willUpdate(changed)
      render(this.render(), this.renderRoot, { host: this })
      this.hasUpdated = true
      this.#changed = new Map()
    } finally {
      this.#pending = undefined
    }
    for (const one of this.#controllers) one.hostUpdated?.()
    if (first) this.firstUpdated()
    this.updated(changed)
  }

  /** Before a rendering: what is set here belongs to it. `changed` has what was there before. */
  protected willUpdate(_changed: ReadonlyMap<PropertyKey, unknown>): void {}
  protected render(): unknown {
    return undefined
  }
  protected firstUpdated(): void {}
  protected updated(_changed: ReadonlyMap<PropertyKey, unknown>): void {}
}

type Property = readonly [name: string, options: PropertyOptions]

const propertiesOf = (type: typeof ReactiveElement): readonly Property[] =>
  type.properties ? [...propertiesOf(Object.getPrototypeOf(type)), ...Object.entries(type.properties)] : []

const attributeOf = ([name, { attribute = name.toLowerCase(), state }]: Property) => !state && attribute
