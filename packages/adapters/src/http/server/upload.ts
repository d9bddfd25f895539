import { KithError } from '@kith/core/shared'
import { type BodyLimit, limitedBody, mediaTypeOf, readForm } from './body.ts'
import { mediaTypeOfBytes, plainTextOnly, SNIFF_BYTES } from './media-type.ts'

/** A file on its way to the store. */
export interface Incoming {
  readonly name: string
  readonly mediaType: string
  readonly body: ReadableStream<Uint8Array>
  /** Why the body broke off, where it did: what a store makes of a broken stream hides it. */
  readonly failure: () => KithError | undefined
}

/**
 * The file of an upload: the first one of a multipart body, else the raw body, called by `name`.
 *
 * @throws KithError `FILE_TYPE_REFUSED` for SVG, HTML and what is not known; `PAYLOAD_TOO_LARGE`, `REQUEST_TIMEOUT`,
 * `INVALID_INPUT` when there is no file
 */
export async function readUpload(request: Request, name: string | undefined, limit: BodyLimit): Promise<Incoming> {
  if (mediaTypeOf(request) !== 'multipart/form-data') {
    const body = limitedBody(request, limit)
    if (!body) throw noFile()
    return incoming(body, name)
  }
  const form = await readForm(request, limit)
  for (const value of form.values()) {
    if (typeof value !== 'string') return incoming(value.stream(), value.name)
  }
  throw noFile()
}

async function incoming(source: ReadableStream<Uint8Array>, name: string | undefined): Promise<Incoming> {
  const reader = source.getReader()
  const head: Uint8Array[] = []
  let length = 0
  while (length < SNIFF_BYTES) {
    const { done, value } = await reader.read()
    if (done) break
    head.push(value)
    length += value.byteLength
  }
  if (length === 0) throw noFile()
  const mediaType = mediaTypeOfBytes(joined(head, length).subarray(0, SNIFF_BYTES))
  if (mediaType === undefined) {
    reader.cancel().catch(() => {})
    throw new KithError('FILE_TYPE_REFUSED', { got: extension(name) })
  }
  let broken: KithError | undefined
  const whole = resumed(head, reader, (error) => {
    broken = error as KithError
  })
  const refused = () => {
    broken = new KithError('FILE_TYPE_REFUSED', { got: extension(name) })
    return broken
  }
  const body = mediaType === 'text/plain' ? whole.pipeThrough(plainTextOnly(refused)) : whole
  return { name: safeName(name), mediaType, body, failure: () => broken }
}

/** The chunks that were read already, then the rest of the reader. */
function resumed(
  head: Uint8Array[],
  reader: ReadableStreamDefaultReader<Uint8Array>,
  onError: (error: unknown) => void,
): ReadableStream<Uint8Array> {
  return new ReadableStream(
    {
      async pull(controller) {
        const first = head.shift()
        if (first) return controller.enqueue(first)
        try {
          const { done, value } = await reader.read()
          if (done) controller.close()
          else controller.enqueue(value)
        } catch (error) {
          onError(error)
          throw error
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.byteLength
  }
  return bytes
}

/** The last part of a path, without control characters and what turns text around; at most 200 characters. */
export function safeName(name: string | undefined): string {
  const last = (name ?? '').split(/[/\\]/).at(-1) ?? ''
  // By characters, because half of one could not be stored.
  const clean = [...last.replace(/\p{C}/gu, '').trim()]
    .slice(-200)
    .join('')
    .slice(-255)
    .replace(/^\p{Cs}/u, '')
  return clean === '' || /^\.+$/.test(clean) ? 'file' : clean
}

const extension = (name: string | undefined) => /\.[a-z0-9]{1,8}$/i.exec(name ?? '')?.[0] ?? 'unknown'

const noFile = () =>
  new KithError('INVALID_INPUT', { issues: [{ path: '', code: 'required', message: 'Send the bytes of a file.' }] })

/** The headers of a file that is handed back: always to be saved, never shown as a page. */
export function downloadHeaders(name: string, mediaType: string): Readonly<Record<string, string>> {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  return {
    'Content-Type': /^[\w.+-]+\/[\w.+-]+$/.test(mediaType) ? mediaType : 'application/octet-stream',
    'Content-Disposition': `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`,
    'Content-Security-Policy': "default-src 'none'; sandbox",
  }
}
