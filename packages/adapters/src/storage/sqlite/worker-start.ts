import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { KithError } from '@kith/core/shared'

const MODULE = '@kith/adapters/storage/sqlite/worker'

/** Whether threads of this adapter can be started: not where all of it was built into one file, and is not installed. */
export function canStartWorker(): boolean {
  try {
    return workerFile() !== ''
  } catch {
    return false
  }
}

/**
 * Starts a thread of this adapter, by its name, because a build may put this code into another file than the worker lies beside.
 *
 * @param workerData Says what it is to do: see `worker.ts`.
 * @throws KithError `DEPENDENCY_MISSING` where the package is not installed
 */
export function startWorker(name: string, workerData: object): Worker {
  const file = workerFile()
  // A program that was given as text says so in a flag that no file may have.
  const execArgv = process.execArgv.filter((flag) => !flag.startsWith('--input-type='))
  return new Worker(pathToFileURL(file), { name, execArgv, workerData })
}

function workerFile(): string {
  try {
    return createRequire(import.meta.url).resolve(MODULE)
  } catch (cause) {
    throw new KithError('DEPENDENCY_MISSING', { package: '@kith/adapters', option: 'thread' }, { cause })
  }
}
