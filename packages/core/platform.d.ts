// What every host has and ECMAScript does not name: types only, so that ports can hand it on. Core makes none of them.

interface AbortSignal {
  readonly aborted: boolean
  addEventListener(type: 'abort', listener: () => void): void
  removeEventListener(type: 'abort', listener: () => void): void
}

interface ReadableStream<R> {
  readonly locked: boolean
  /** Only so that streams of different things stay different types. */
  getReader(): { read(): Promise<{ done: false; value: R } | { done: true; value: R | undefined }> }
}

interface Blob {
  readonly size: number
  readonly type: string
  stream(): ReadableStream<Uint8Array>
}
