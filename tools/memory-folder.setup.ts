// Temporary files of tests lie in memory where there is plenty: what waits for a disk hundreds of times takes minutes.
// What a disk keeps when its power is cut has a disk of its own in its test; a soak fills more than memory should hold.
import { accessSync, chmodSync, constants, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

/** Where Linux keeps files in memory. */
const MEMORY = '/dev/shm'
const PLENTY_BYTES = 4 * 1024 ** 3

let folder: string | undefined

export function setup({ config }: TestProject): void {
  if (process.env.KITH_SOAK || !hasPlenty()) return
  folder = mkdtempSync(join(MEMORY, 'kith-tests-'))
  chmodSync(folder, 0o711) // PostgreSQL, which a test starts as another user, gets to its own folder in it
  config.env = { ...config.env, TMPDIR: folder }
}

export function teardown(): void {
  if (folder) rmSync(folder, { recursive: true, force: true })
}

function hasPlenty(): boolean {
  try {
    accessSync(MEMORY, constants.W_OK)
    const { bavail, bsize } = statfsSync(MEMORY)
    return bavail * bsize >= PLENTY_BYTES
  } catch {
    return false
  }
}
