/** Bytes that are enough to tell every type of the table. */
export const SNIFF_BYTES = 4096

interface Signature {
  readonly type: string
  readonly at?: number
  readonly bytes: string
  /** Bytes that must follow, from where: RIFF and ISO containers hold many types. */
  readonly also?: { readonly at: number; readonly oneOf: readonly string[] }
}

const ISO = (type: string, ...brands: string[]): Signature => ({
  type,
  at: 4,
  bytes: 'ftyp',
  also: { at: 8, oneOf: brands },
})

/** What files begin with (the registries of IANA and the formats' own standards). Everything else is refused. */
const SIGNATURES: readonly Signature[] = [
  { type: 'image/png', bytes: '\x89PNG\r\n\x1a\n' },
  { type: 'image/jpeg', bytes: '\xff\xd8\xff' },
  { type: 'image/gif', bytes: 'GIF8', also: { at: 4, oneOf: ['7a', '9a'] } },
  { type: 'image/webp', bytes: 'RIFF', also: { at: 8, oneOf: ['WEBP'] } },
  { type: 'audio/wav', bytes: 'RIFF', also: { at: 8, oneOf: ['WAVE'] } },
  { type: 'application/pdf', bytes: '%PDF-' },
  { type: 'audio/mpeg', bytes: 'ID3' },
  { type: 'audio/mpeg', bytes: '\xff', also: { at: 1, oneOf: ['\xfb', '\xf3', '\xf2', '\xfa'] } },
  ISO('image/heic', 'heic', 'heix', 'heim', 'heis', 'mif1', 'msf1'),
  ISO('audio/mp4', 'M4A ', 'M4B '),
  ISO('video/mp4', 'isom', 'iso2', 'iso4', 'iso5', 'iso6', 'mp41', 'mp42', 'avc1', 'M4V ', 'dash'),
]

const OFFICE: readonly (readonly [string, string])[] = [
  ['word/', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['xl/', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
]

/** What a browser could run when it took a text for a page. */
const MARKUP = /<\s*(?:!doctype|\?xml|html|head|body|svg|script|iframe|math|object|embed|style|link|meta|xsl)/i

/**
 * The media type of a file from its first bytes, never from its name: PNG, JPEG, GIF, WebP, HEIC, PDF, ZIP, DOCX, XLSX,
 * MP3, WAV, M4A, MP4 and plain UTF-8 text. SVG, HTML, XML and what is not known are undefined.
 *
 * @param head The first {@link SNIFF_BYTES} of the file, or all of a shorter one.
 */
export function mediaTypeOfBytes(head: Uint8Array): string | undefined {
  const text = latin1(head)
  const found = SIGNATURES.find(
    ({ at = 0, bytes, also }) =>
      text.startsWith(bytes, at) && (!also || also.oneOf.some((part) => text.startsWith(part, also.at))),
  )
  if (found) return found.type
  if (text.startsWith('PK\x03\x04')) return officeType(text)
  return isPlainText(head) ? 'text/plain' : undefined
}

function officeType(text: string): string {
  if (!text.includes('[Content_Types].xml')) return 'application/zip'
  return OFFICE.find(([folder]) => text.includes(folder))?.[1] ?? 'application/zip'
}

function isPlainText(head: Uint8Array): boolean {
  if (head.byteLength === 0) return false
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: head.byteLength >= SNIFF_BYTES })
    return isHarmless(text)
  } catch {
    return false
  }
}

/** Control characters other than tab, line feed, form feed and carriage return. */
const CONTROL = /(?![\t\n\f\r])\p{Cc}/u

const isHarmless = (text: string) => !MARKUP.test(text) && !CONTROL.test(text)

/** Passes UTF-8 text on and fails at the first byte or markup that is none. */
export function plainTextOnly(fail: () => Error): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let tail = ''
  const check = (chunk?: Uint8Array) => {
    try {
      const text = chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode()
      if (!isHarmless(tail + text)) throw new TypeError('markup')
      tail = text.slice(-16)
    } catch {
      throw fail()
    }
  }
  return new TransformStream({
    transform(chunk, controller) {
      check(chunk)
      controller.enqueue(chunk)
    },
    flush: () => check(),
  })
}

function latin1(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}
