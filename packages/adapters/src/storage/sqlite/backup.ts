import { backup, DatabaseSync } from 'node:sqlite'

/** A copy begins again when somebody commits between two of its steps; one that took this many starts gives up. */
const MAX_STARTS = 20
/** Pages of a step: most files are copied in one, so that a busy writer does not keep it from ending. */
const PAGES_A_STEP = 20_000

/**
 * Copies a database while others write: through a connection of its own, because a copy by the connection that commits
 * breaks off when a commit comes between its steps.
 */
export async function backupFile(from: string, to: string): Promise<void> {
  const source = new DatabaseSync(from, { readOnly: true })
  try {
    for (let start = 1; ; start++) {
      try {
        await backup(source, to, { rate: PAGES_A_STEP })
        return
      } catch (error) {
        if (start === MAX_STARTS || !isBusy(error)) throw error
      }
    }
  } finally {
    source.close()
  }
}

/** Node tells a copy that met a lock as SQLite's "not an error", without a code. */
function isBusy(error: unknown): boolean {
  const { errcode, message } = error as { errcode?: number; message?: string }
  return errcode === 5 || errcode === 6 || message === 'not an error'
}
