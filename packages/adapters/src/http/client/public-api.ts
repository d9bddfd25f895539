import type { PublicApi, PublicMessage } from '@kith/core'
import type { Connection } from './connection.ts'
import { events } from './stream.ts'

/** The API of a visitor's page over a connection. */
export function publicApiOver(connection: Connection): PublicApi & Required<Pick<PublicApi, 'uploadFile'>> {
  const { call, open } = connection
  return {
    form: (id, query) => call('getForm', { params: { id }, query }),
    submit: (id, body, options) => call('submitForm', { params: { id }, body, options }),
    uploadFile: async (id, { name, body }) =>
      (await open('uploadFormFile', { params: { id }, query: { name }, body })).json(),
    startConversation: (body, options) => call('startConversation', { body, options }),
    sendVisitorMessage: (visitor, body, options) => call('sendVisitorMessage', { visitor, body, options }),
    visitorMessages: (visitor, query) => call('visitorMessages', { visitor, query }),
    visitorChanges: (visitor, options) => messages(connection, visitor, options),
  }
}

async function* messages(
  connection: Connection,
  visitor: string,
  options: { readonly after?: number; readonly signal?: AbortSignal } = {},
): AsyncGenerator<PublicMessage> {
  const { after, signal } = options
  let last = after
  for await (const read of events(connection, 'visitorChanges', { visitor, signal }, after)) {
    const found: readonly PublicMessage[] =
      read === 'gap' ? await missed(connection, visitor) : [JSON.parse(read.data) as PublicMessage]
    for (const message of found) {
      if (last !== undefined && message.seq <= last) continue
      last = message.seq
      yield message
    }
  }
}

/** After a gap the conversation is short enough to be read anew. */
async function missed(connection: Connection, visitor: string): Promise<readonly PublicMessage[]> {
  const { messages: all } = await connection.call<Awaited<ReturnType<PublicApi['visitorMessages']>>>(
    'visitorMessages',
    { visitor },
  )
  return all
}
