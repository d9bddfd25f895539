import type { CrmApi } from '@kith/core'
import { type HttpApiOptions, requestsOf } from './requests.ts'

export type { HttpApiOptions } from './requests.ts'

/** What screens for colleagues need of a {@link CrmApi}; the typed client of `@kith/adapters` has the whole. */
export type ScreenApi = Pick<
  CrmApi,
  | 'me'
  | 'model'
  | 'list'
  | 'get'
  | 'totals'
  | 'create'
  | 'update'
  | 'moveDeal'
  | 'assign'
  | 'convertLead'
  | 'openConversation'
  | 'sendMessage'
  | 'closeConversation'
  | 'undo'
  | 'changes'
>

/**
 * The API of a signed-in person, by fetch. Writes without an idempotency key get one, so that a caller may repeat them.
 * All tabs of a browser share one stream of changes.
 *
 * @example
 * board.client = httpApi({ base: '/kith/v1' })
 */
export function httpApi(options: HttpApiOptions): ScreenApi {
  const { path, reads, write } = requestsOf(options)
  return {
    ...reads,
    create: (object, values, more) => write(path(object), values, more),
    update: (object, id, values, more) => write(path(object, id), values, more, 'PATCH'),
    moveDeal: (id, input, more) => write(path('deal', id, 'move'), input, more),
    assign: (object, id, input, more) => write(path(object, id, 'assign'), input, more),
    convertLead: (id, input, more) => write(path('lead', id, 'convert'), input ?? {}, more),
    openConversation: (input, more) => write(path('conversation'), input, more),
    sendMessage: (id, input, more) => write(path('conversation', id, 'messages'), input, more),
    closeConversation: (id, more) => write(path('conversation', id, 'close'), {}, more),
    undo: (input, more) => write('/undo', input, more),
  }
}
