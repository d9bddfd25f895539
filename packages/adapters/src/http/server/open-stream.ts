import { sha256 } from '@kith/core/shared'
import { readEventId, readQuery, type StreamInput, type UserStream, type VisitorStream } from '../protocol/index.ts'
import { type Exchange, enterAsSite, enterAsUser, scopeOf, visitorToken } from './exchange.ts'
import { type LiveStream, liveBody } from './live.ts'

const HEADERS = { 'Content-Type': 'text/event-stream; charset=utf-8', 'X-Accel-Buffering': 'no' }

/** Opens a stream of server-sent events. */
export async function openStream(exchange: Exchange, route: UserStream | VisitorStream): Promise<Response> {
  return route.auth === 'user' ? openUserStream(exchange, route) : openVisitorStream(exchange, route)
}

async function openUserStream(exchange: Exchange, { open }: UserStream): Promise<Response> {
  const { scope, api } = await enterAsUser(exchange)
  const input = streamInput(exchange, '')
  const { authenticate } = exchange.server.settings
  const before = JSON.stringify(scope)
  return answer(exchange, JSON.stringify([scope.tenant, scope.actor]), {
    open: (signal) => open(api, { ...input, signal }),
    event: (item) => ({
      id: String(item.seq),
      event: item.type === 'reset' ? 'reset' : 'change',
      data: JSON.stringify(item),
    }),
    mayRead: async () => JSON.stringify(scopeOf(await authenticate(exchange.request))) === before,
  })
}

async function openVisitorStream(exchange: Exchange, { open }: VisitorStream): Promise<Response> {
  const { api } = await enterAsSite(exchange)
  const token = visitorToken(exchange.request)
  const input = streamInput(exchange, token)
  const mayRead = async () => {
    await api.visitorMessages(token, { after: Number.MAX_SAFE_INTEGER })
    return true
  }
  await mayRead()
  return answer(exchange, sha256(token), {
    open: (signal) => open(api, { ...input, signal }),
    event: (item) => ({ id: String(item.seq), event: 'message', data: JSON.stringify(item) }),
    mayRead,
  })
}

function streamInput({ request, url, match }: Exchange, visitor: string): Omit<StreamInput, 'signal'> {
  const { after } = readQuery(url.searchParams, match.route.query)
  const last = readEventId(request.headers.get('Last-Event-ID')) ?? (after as number | undefined)
  return {
    object: '',
    id: '',
    query: {},
    body: {},
    options: {},
    visitor,
    ...(last === undefined ? {} : { after: last }),
  }
}

function answer<Item>(
  { server, request }: Exchange,
  reader: string,
  stream: Pick<LiveStream<Item>, 'open' | 'event' | 'mayRead'>,
): Response {
  const { limits } = server.settings
  const ended = server.streams.enter(reader)
  const body = liveBody({ ...stream, limits, signal: request.signal, ended, jitter: Math.random() })
  return new Response(body, { status: 200, headers: HEADERS })
}
