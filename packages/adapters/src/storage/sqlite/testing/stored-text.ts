import { existsSync, readFileSync } from 'node:fs'

/** All bytes of a database file and its log ahead, as small letters: what an eavesdropper could search. */
export function storedText(file: string): string {
  return [file, `${file}-wal`]
    .filter((path) => existsSync(path))
    .map((path) => readFileSync(path).toString('latin1').toLowerCase())
    .join('')
}
