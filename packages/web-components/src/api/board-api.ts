import type { BoardApi } from '../stores/board-types.ts'
import { requestsOf } from './requests.ts'

/** The little that a board asks of the server at `base`, as `httpApi` would. */
export function httpBoardApi(base: string): BoardApi {
  const { path, reads, write } = requestsOf({ base })
  return {
    ...reads,
    moveDeal: (id, input, more) => write(path('deal', id, 'move'), input, more),
    undo: (input) => write('/undo', input),
  }
}
