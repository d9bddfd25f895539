import { KithError } from '@kith/core/shared'
import type { Storage } from '@kith/core/storage'
import { type Counts, Essence } from './essence.ts'
import { FORMAT, type Footer, type Header } from './format.ts'
import { hasUnfinishedImport } from './unfinished.ts'

/** How {@link exportTenant} works. */
export interface ExportOptions {
  /** Stands in the first line, for people. */
  readonly at?: string
  /** SHA-256 of a text as lower-case hex; `node:crypto` is faster than the default of core. */
  readonly sha256?: (text: string) => string
  /** Told after each chunk how many pieces were given so far. */
  readonly onProgress?: (pieces: number) => void
  /** Told at the end. */
  readonly onEnd?: (counts: Counts) => void
}

/**
 * Everything of a tenant as lines of JSON (NDJSON), as it stood at one moment: a header, one line a piece, and a last line
 * with counts and digest. Gives a few hundred lines at a time, each with its line break; memory does not grow with the store.
 *
 * @throws KithError `IMPORT_UNFINISHED` for a tenant that an import was stopped in
 * @example
 * for await (const lines of exportTenant(storage, 'main')) await file.write(lines)
 */
export async function* exportTenant(
  storage: Storage,
  tenant: string,
  options: ExportOptions = {},
): AsyncGenerator<string> {
  const { at, sha256, onProgress, onEnd } = options
  if (await hasUnfinishedImport(storage, tenant)) throw new KithError('IMPORT_UNFINISHED', { tenant })
  const header: Header = { kith: 'export', format: FORMAT, tenant, ...(at ? { at } : {}), storage: storage.name }
  yield `${JSON.stringify(header)}\n`
  const essence = new Essence(sha256)
  for await (const chunk of storage.dump({ tenant })) {
    let lines = ''
    for (const piece of chunk) {
      essence.add(piece)
      lines += `${JSON.stringify(piece)}\n`
    }
    yield lines
    onProgress?.(essence.size)
  }
  const footer: Footer = { kith: 'end', counts: essence.counts, digest: essence.digest }
  yield `${JSON.stringify(footer)}\n`
  onEnd?.(essence.counts)
}
