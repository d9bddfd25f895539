/** What is known of stored bytes. */
export interface StoredFile {
  /** Random key, never a name that a person gave. */
  readonly key: string
  readonly sizeBytes: number
  /** MIME type found from the content, never from the name. */
  readonly mediaType: string
}

/** Where uploaded bytes lie. Records of `file` point to them by key. */
export interface FileStore {
  /** Stores a stream under `key`; stops with `PAYLOAD_TOO_LARGE` past `limitBytes` and keeps nothing of it. */
  put(
    tenant: string,
    key: string,
    body: ReadableStream<Uint8Array>,
    options: { readonly limitBytes: number },
  ): Promise<{ readonly sizeBytes: number }>
  get(tenant: string, key: string): Promise<ReadableStream<Uint8Array> | undefined>
  remove(tenant: string, key: string): Promise<void>
  /** Keys stored before this instant, for the sweep of files that no record mentions. */
  olderThan(tenant: string, at: string): Promise<string[]>
}
