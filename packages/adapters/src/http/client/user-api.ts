import type { CrmApi, FullCrmApi, LiveEvent, RulesApi, WriteOptions } from '@kith/core'
import { STANDARD_PLURALS } from '../protocol/routes.ts'
import type { Connection } from './connection.ts'
import { rulesOver } from './rules-api.ts'
import { events } from './stream.ts'

/** The API of a user over a connection. Each method sends the route of its name. */
export function userApiOver(connection: Connection): FullCrmApi {
  const { call } = connection
  const plural = pluralsOver(connection)
  const record = async (object: string, id: string) => ({ plural: await plural(object), id })
  const sent = (options: WriteOptions | undefined) => (options ? { options } : {})
  return {
    me: () => call('me'),
    model: () => call('model'),
    list: async (object, query) => call('list', { params: { plural: await plural(object) }, query: { ...query } }),
    get: async (object, id) => call('get', { params: await record(object, id) }),
    create: async (object, body, options) =>
      call('create', { params: { plural: await plural(object) }, body, ...sent(options) }),
    update: async (object, id, body, options) =>
      call('update', { params: await record(object, id), body, ...sent(options) }),
    remove: async (object, id, options) => call('remove', { params: await record(object, id), ...sent(options) }),
    restore: async (object, id, options) => call('restore', { params: await record(object, id), ...sent(options) }),
    totals: async (object, query) => call('totals', { params: { plural: await plural(object) }, query: { ...query } }),
    search: (q, options) => call('search', { query: { q, ...options } }),
    timeline: async (object, id, query) => call('timeline', { params: await record(object, id), query }),
    log: (query) => call('log', { query }),
    history: async (object, id, query) => call('history', { params: await record(object, id), query }),
    assign: async (object, id, body, options) =>
      call('assign', { params: await record(object, id), body, ...sent(options) }),
    why: async (object, id, query) => call('why', { params: await record(object, id), query }),
    ...operationsOver(connection),
    ...rulesOver(connection),
    changes: (options) => liveEvents(connection, options),
  }
}

type Operations = Omit<
  FullCrmApi,
  | 'me'
  | 'model'
  | 'list'
  | 'get'
  | 'create'
  | 'update'
  | 'remove'
  | 'restore'
  | 'totals'
  | 'search'
  | 'timeline'
  | 'history'
  | 'log'
  | 'assign'
  | 'changes'
  | keyof RulesApi
>

function operationsOver({ call, open }: Connection): Operations {
  const sent = (options: WriteOptions | undefined) => (options ? { options } : {})
  const on = <Answer>(route: string, id: string, body: unknown, options: WriteOptions | undefined): Promise<Answer> =>
    call(route, { params: { id }, body, ...sent(options) })
  return {
    convertLead: (id, input, options) => on('convertLead', id, input, options),
    acceptSubmission: (id, options) => on('acceptSubmission', id, undefined, options),
    rejectSubmission: (id, options) => on('rejectSubmission', id, undefined, options),
    moveDeal: (id, input, options) => on('moveDeal', id, input, options),
    logActivity: (body, options) => call('logActivity', { body, ...sent(options) }),
    completeTask: (id, input, options) => on('completeTask', id, input, options),
    openConversation: (body, options) => call('openConversation', { body, ...sent(options) }),
    sendMessage: (id, input, options) => on('sendMessage', id, input, options),
    closeConversation: (id, options) => on('closeConversation', id, undefined, options),
    giveConsent: (body, options) => call('giveConsent', { body, ...sent(options) }),
    withdrawConsent: (id, input, options) => on('withdrawConsent', id, input, options),
    openTicket: (body, options) => call('openTicket', { body, ...sent(options) }),
    closeTicket: (id, input, options) => on('closeTicket', id, input, options),
    undo: (body, options) => call('undo', { body, ...sent(options) }),
    addField: (name, id, definition, options) =>
      call('addField', { params: { name }, body: { ...definition, id }, ...sent(options) }),
    upload: async ({ name, body }) => (await open('upload', { query: { name }, body })).json(),
  }
}

/** Paths of objects: known for those of Kith, asked of the server once for others. */
function pluralsOver({ call }: Connection): (object: string) => Promise<string> {
  let asked: Promise<ReadonlyMap<string, string>> | undefined
  const ask = async () => {
    const { objects } = await call<Awaited<ReturnType<CrmApi['model']>>>('model')
    return new Map(objects.map(({ name, plural }) => [name, plural]))
  }
  return async (object) => {
    if (Object.hasOwn(STANDARD_PLURALS, object)) return STANDARD_PLURALS[object] as string
    asked ??= ask()
    asked.catch(() => (asked = undefined))
    return (await asked).get(object) ?? object
  }
}

async function* liveEvents(
  connection: Connection,
  options: { readonly after?: number; readonly signal?: AbortSignal } = {},
): AsyncGenerator<LiveEvent> {
  for await (const read of events(connection, 'changes', { signal: options.signal }, options.after)) {
    if (read === 'gap') yield { seq: 0, at: new Date().toISOString(), type: 'reset', object: '', id: '' }
    else yield JSON.parse(read.data)
  }
}
