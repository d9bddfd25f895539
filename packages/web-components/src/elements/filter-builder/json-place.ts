/**
 * Where the value that a JSON Pointer names stands in a text of JSON: from its key, where it has one, to its end.
 *
 * @example
 * placeInJson('{"a": [1, 2]}', '/a/1') // [10, 11]
 */
export function placeInJson(text: string, pointer: string): readonly [number, number] {
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  const scanner = new Scanner(text)
  return scanner.find(steps) ?? [0, text.length]
}

class Scanner {
  #at = 0
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  /** The place of what the steps lead to; what stands before it is skipped. */
  find(steps: readonly string[], from?: number): readonly [number, number] | undefined {
    this.#space()
    const start = from ?? this.#at
    const [step, ...rest] = steps
    if (step === undefined) {
      this.#skip()
      return [start, this.#at]
    }
    const open = this.#text[this.#at]
    if (open !== '{' && open !== '[') return undefined
    this.#at++
    for (let index = 0; this.#more(); index++) {
      const key = this.#at
      const name = open === '{' ? this.#key() : String(index)
      if (name === step) return this.find(rest, rest.length === 0 && open === '{' ? key : undefined)
      this.#skip()
    }
    return undefined
  }

  /** Whether another member follows; commas are passed over. */
  #more(): boolean {
    this.#space()
    if (this.#text[this.#at] === ',') this.#at++
    this.#space()
    return this.#at < this.#text.length && !'}]'.includes(this.#text[this.#at] as string)
  }

  #key(): string {
    const from = this.#at
    this.#string()
    const key = JSON.parse(this.#text.slice(from, this.#at)) as string
    this.#space()
    this.#at++
    return key
  }

  #skip(): void {
    this.#space()
    const first = this.#text[this.#at]
    if (first === '"') {
      this.#string()
      return
    }
    if (first !== '{' && first !== '[') {
      while (this.#at < this.#text.length && !/[\s,}\]]/.test(this.#text[this.#at] as string)) this.#at++
      return
    }
    this.#at++
    while (this.#more()) {
      if (first === '{') this.#key()
      this.#skip()
    }
    this.#at++
  }

  #string(): void {
    this.#at++
    while (this.#at < this.#text.length && this.#text[this.#at] !== '"')
      this.#at += this.#text[this.#at] === '\\' ? 2 : 1
    this.#at++
  }

  #space(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++
  }
}
