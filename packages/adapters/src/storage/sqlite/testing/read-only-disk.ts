import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const mount = (...words: string[]) => execFileSync('mount', words, { stdio: ['ignore', 'ignore', 'pipe'] })

/** Makes a folder a disk that takes no writes; the answer makes it an ordinary folder again. */
export function readOnlyDisk(folder: string): () => void {
  mount('--bind', folder, folder)
  const end = () => void execFileSync('umount', [folder], { stdio: ['ignore', 'ignore', 'pipe'] })
  try {
    mount('-o', 'remount,ro,bind', folder)
    return end
  } catch (error) {
    end()
    throw error
  }
}

/** Why there is no such disk here; undefined where there can be one. */
export function whyNoReadOnlyDisk(temporary: string): string | undefined {
  if (process.platform !== 'linux') return 'it takes Linux'
  if (process.getuid?.() !== 0) return 'it takes root to mount a folder'
  const folder = join(temporary, 'probe')
  try {
    mkdirSync(folder)
    readOnlyDisk(folder)()
    return undefined
  } catch (error) {
    return `a folder cannot be mounted here (${String((error as Error).message).split('\n')[0]})`
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
