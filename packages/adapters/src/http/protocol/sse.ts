/** One server-sent event as it goes over the wire. */
export interface SseEvent {
  readonly id?: string
  readonly event: string
  readonly data: string
}

/** Writes an event; `data` has no line breaks because it is JSON. */
export function writeEvent({ id, event, data }: SseEvent): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${data}\n\n`
}

/** What {@link readEvents} hands out: events, and the waiting time that the server asks for. */
export type SseRead = SseEvent | { readonly retryMs: number }

/** An event longer than this is none of ours. */
const LONGEST = 1024 * 1024

/**
 * Reads server-sent events from a body, by the parsing rules of the HTML standard. Comments (heartbeats) call `onByte`
 * like everything else, so that a reader can tell a quiet stream from a dead one.
 */
export async function* readEvents(body: ReadableStream<Uint8Array>, onByte?: () => void): AsyncGenerator<SseRead> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  let draft: Draft = {}
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      onByte?.()
      const lines = (rest + decoder.decode(value, { stream: true })).split(/\r\n|\n|\r(?!$)/)
      rest = lines.pop() ?? ''
      if (rest.length > LONGEST) throw new RangeError('A line of the stream is too long.')
      for (const line of lines) {
        if (line !== '') draft = withLine(draft, line)
        else {
          yield* finished(draft)
          draft = {}
        }
      }
    }
  } finally {
    await reader.cancel().catch(() => {})
  }
}

interface Draft {
  readonly id?: string
  readonly event?: string
  readonly data?: string
  readonly retryMs?: number
}

function withLine(draft: Draft, line: string): Draft {
  const [, name = '', value = ''] = /^([^:]*):? ?(.*)$/s.exec(line) ?? []
  if (name === 'data') return { ...draft, data: draft.data === undefined ? value : `${draft.data}\n${value}` }
  if (name === 'id' || name === 'event') return { ...draft, [name]: value }
  return name === 'retry' && /^\d+$/.test(value) ? { ...draft, retryMs: Number(value) } : draft
}

function* finished({ id, event = 'message', data, retryMs }: Draft): Generator<SseRead> {
  if (retryMs !== undefined) yield { retryMs }
  if (data !== undefined) yield { event, data, ...(id === undefined ? {} : { id }) }
}
