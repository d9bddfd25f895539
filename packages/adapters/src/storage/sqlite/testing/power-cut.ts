import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { damage, killedWriter } from './damage.ts'
import type { WriterMode } from './writer.ts'

const IMAGE_BYTES = 64 * 1024 * 1024

/**
 * Cuts the power of a disk that a writer writes to: an ext4 file system in an image. What had reached the image at that
 * moment is all that is left; what only lay in the memory of the kernel is gone.
 *
 * @param folder Where images and mount points are made; removed when done.
 * @returns how many writes were acknowledged, and what is wrong with them on the disk that is left
 */
export async function powerCut(
  folder: string,
  run: number,
  mode: WriterMode,
): Promise<{ readonly acknowledged: number; readonly found: Readonly<Record<string, number>> }> {
  const [image, left] = [join(folder, 'disk.img'), join(folder, 'left.img')]
  const disk = join(folder, 'disk')
  mkdirSync(disk, { recursive: true })
  writeFileSync(image, '')
  truncateSync(image, IMAGE_BYTES)
  execFileSync('mkfs.ext4', ['-q', '-F', image])
  mount(image, disk)
  let acknowledged: readonly string[]
  try {
    acknowledged = await killedWriter(join(disk, 'crm.db'), run, mode)
    copyFileSync(image, left)
  } finally {
    execFileSync('umount', [disk])
  }
  mount(left, disk)
  try {
    return { acknowledged: acknowledged.length, found: await damage(join(disk, 'crm.db'), acknowledged) }
  } finally {
    execFileSync('umount', [disk])
    rmSync(folder, { recursive: true, force: true })
  }
}

/** `commit=60`: the file system writes nothing by itself while a test runs. */
function mount(image: string, disk: string): void {
  execFileSync('mount', ['-o', 'loop,commit=60', image, disk], { stdio: ['ignore', 'ignore', 'pipe'] })
}

/** Why the power of a disk cannot be cut here; undefined where it can. */
export function whyNoPowerCuts(folder: string): string | undefined {
  if (process.platform !== 'linux') return 'it takes Linux'
  if (process.getuid?.() !== 0) return 'it takes root to mount an image'
  const image = join(folder, 'probe.img')
  const disk = join(folder, 'probe')
  try {
    mkdirSync(disk, { recursive: true })
    writeFileSync(image, '')
    truncateSync(image, 8 * 1024 * 1024)
    execFileSync('mkfs.ext4', ['-q', '-F', image], { stdio: ['ignore', 'ignore', 'pipe'] })
    mount(image, disk)
    execFileSync('umount', [disk])
    return undefined
  } catch (error) {
    return `an image cannot be mounted here (${String((error as Error).message).split('\n')[0]})`
  } finally {
    rmSync(image, { force: true })
  }
}
