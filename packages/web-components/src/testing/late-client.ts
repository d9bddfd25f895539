import type { CrmApi, LiveEvent } from '@kith/core'

/** Answers that differ from what an API gives, by method. */
export type Overrides = Partial<CrmApi>

/**
 * An API that is still being opened: each call waits for it. For stories, which cannot wait before they render.
 *
 * @example
 * list.client = lateClient(company({ createCrm, memoryStorage }).then(({ admin }) => admin))
 */
export function lateClient(api: Promise<CrmApi>, overrides: Overrides = {}): CrmApi {
  const wait = (name: Method) => [
    name,
    async (...args: never[]) => (await api)[name](...(args as [never, never, never])),
  ]
  return {
    ...Object.fromEntries(METHODS.map(wait)),
    changes: (options: Parameters<CrmApi['changes']>[0]) => later(api, options),
    ...overrides,
  } as CrmApi
}

const METHODS = [
  'me',
  'model',
  'list',
  'get',
  'totals',
  'create',
  'update',
  'remove',
  'restore',
  'timeline',
  'assign',
  'convertLead',
  'moveDeal',
  'logActivity',
  'completeTask',
  'giveConsent',
  'withdrawConsent',
  'closeTicket',
  'undo',
  'addField',
] as const satisfies readonly (keyof CrmApi)[]
type Method = (typeof METHODS)[number]

async function* later(api: Promise<CrmApi>, options: Parameters<CrmApi['changes']>[0]): AsyncGenerator<LiveEvent> {
  yield* (await api).changes(options)
}
