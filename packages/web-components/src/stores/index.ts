export { type BoardOptions, type BoardStore, boardStore } from './board.ts'
export type * from './board-types.ts'
export { type InboxOptions, type InboxStore, inboxStore } from './inbox.ts'
export type * from './inbox-types.ts'
