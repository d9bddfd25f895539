import type { Job, Piece, Storage } from '@kith/core/storage'

/**
 * Stands in a tenant from the first piece of its import to the last: a job that nobody runs, so that the app's list of jobs
 * shows it too. It is no part of what is moved.
 */
const MARK: Job = {
  id: 'import',
  kind: 'import',
  key: 'import',
  dueAt: '1970-01-01T00:00:00.000Z',
  attempts: 1,
  payload: {},
  state: 'dead',
  lastError: 'The import was stopped before its end. Run kith import again with the same file.',
}

export const UNFINISHED: Piece = { kind: 'job', job: MARK }

export function isUnfinished(piece: Piece): boolean {
  return piece.kind === 'job' && isImport(piece.job)
}

/**
 * Whether an import of the tenant was stopped, and not run again to its end.
 *
 * @example
 * if (await hasUnfinishedImport(storage, 'main')) console.log('Import the same file again.')
 */
export async function hasUnfinishedImport(storage: Storage, tenant: string): Promise<boolean> {
  return (await storage.jobs({ tenant }, { state: 'dead', limit: 1_000 })).some(isImport)
}

export async function endImport(storage: Storage, tenant: string): Promise<void> {
  await storage.commit({ tenant }, { jobs: { done: [MARK.id] } })
}

const isImport = ({ id, kind }: Job) => id === MARK.id && kind === MARK.kind
