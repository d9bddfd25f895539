import type { Piece, Storage } from '@kith/core/storage'
import { type Counts, Essence } from './essence.ts'
import { type Footer, isFooter, isHeader, parseLine, refused } from './format.ts'
import { linesOf } from './lines.ts'
import { endImport, isUnfinished, UNFINISHED } from './unfinished.ts'

/** How {@link importTenants} works. */
export interface ImportOptions {
  /** SHA-256 of a text as lower-case hex; `node:crypto` is faster than the default of core. */
  readonly sha256?: (text: string) => string
  /** Told after each chunk: pieces of this tenant that are in the store, and how many of them were there before. */
  readonly onProgress?: (tenant: string, pieces: number, before: number) => void
}

/** What came of one tenant. */
export interface Imported {
  readonly tenant: string
  readonly counts: Counts
  /** Pieces that an earlier run, which was stopped, had put in already. */
  readonly before: number
}

/** Pieces, or characters, that are loaded in one call. */
const CHUNK_PIECES = 200
const CHUNK_CHARACTERS = 256 * 1024

/**
 * Puts what {@link exportTenant} gave into an open store: everything is compared at the end. It can be stopped at any moment and
 * run again with the same file: then it goes on where it was. A tenant that holds anything else is refused and left as it is.
 *
 * @param text The file, in parts of any size.
 * @throws KithError `IMPORT_REFUSED` with what is wrong: a cut or changed file, another format, a tenant that holds something
 * @example
 * for await (const { tenant, counts } of importTenants(storage, text)) console.log(tenant, counts)
 */
export async function* importTenants(
  storage: Storage,
  text: AsyncIterable<string>,
  options: ImportOptions = {},
): AsyncGenerator<Imported> {
  let [number, run]: [number, TenantImport | undefined] = [0, undefined]
  for await (const line of linesOf(text)) {
    const read = parseLine(line, ++number)
    if (isHeader(read)) {
      if (run) throw refused(`line ${number} begins another tenant before ${run.tenant} has ended`)
      run = await TenantImport.begin(storage, read.tenant, options)
    } else if (!run) throw refused(`line ${number} belongs to no tenant: this is not an export of Kith`)
    else if (isFooter(read)) {
      yield await run.end(read)
      run = undefined
    } else await run.add(read, line.length)
  }
  if (run)
    throw refused(
      `the file ends in the middle of tenant ${run.tenant}; run again with the whole file, it goes on from here`,
    )
  if (number === 0) throw refused('it is empty')
}

/** The import of one tenant, from its first line to its last. */
class TenantImport {
  readonly tenant: string
  readonly #storage: Storage
  readonly #options: ImportOptions
  /** What was there before, and what of the file was read. */
  readonly #before: Essence
  /** Whether the store says that this is not at its end. */
  #isMarked: boolean
  readonly #read: Essence
  #chunk: Piece[] = []
  #characters = 0

  private constructor(storage: Storage, tenant: string, { essence, isMarked }: Held, options: ImportOptions) {
    this.#storage = storage
    this.tenant = tenant
    this.#before = essence
    this.#isMarked = isMarked
    this.#read = new Essence(options.sha256)
    this.#options = options
  }

  static async begin(storage: Storage, tenant: string, options: ImportOptions): Promise<TenantImport> {
    return new TenantImport(storage, tenant, await heldBy(storage, tenant, options), options)
  }

  async add(piece: Piece, characters: number): Promise<void> {
    this.#read.add(piece)
    if (this.#read.size <= this.#before.size) return this.#compare()
    this.#chunk.push(piece)
    this.#characters += characters
    if (this.#chunk.length >= CHUNK_PIECES || this.#characters >= CHUNK_CHARACTERS) await this.#load()
  }

  async end(footer: Footer): Promise<Imported> {
    const { counts, digest, size } = this.#read
    if (footer.digest !== digest)
      throw refused(`tenant ${this.tenant} is not what its last line says: the file was changed`)
    if (size < this.#before.size) throw this.#somethingElse()
    await this.#load()
    const { essence } = await heldBy(this.#storage, this.tenant, this.#options)
    if (essence.digest !== digest)
      throw refused(
        `tenant ${this.tenant} was written by somebody else meanwhile: stop what uses the store, empty it, and run again`,
      )
    if (this.#isMarked) await endImport(this.#storage, this.tenant)
    return { tenant: this.tenant, counts, before: this.#before.size }
  }

  /** What is there must be the beginning of the file: then an earlier run put it in. */
  #compare(): void {
    if (this.#read.size === this.#before.size && this.#read.digest !== this.#before.digest) throw this.#somethingElse()
  }

  #somethingElse(): Error {
    return refused(
      `tenant ${this.tenant} holds something else already (${this.#before.size} pieces); nothing was stored. Import into an empty store`,
    )
  }

  async #load(): Promise<void> {
    if (this.#chunk.length > 0) {
      const chunk = this.#isMarked ? this.#chunk : [UNFINISHED, ...this.#chunk]
      await this.#storage.load({ tenant: this.tenant }, chunk)
      this.#isMarked = true
    }
    ;[this.#chunk, this.#characters] = [[], 0]
    this.#options.onProgress?.(this.tenant, this.#read.size, this.#before.size)
  }
}

interface Held {
  readonly essence: Essence
  readonly isMarked: boolean
}

async function heldBy(storage: Storage, tenant: string, { sha256 }: ImportOptions): Promise<Held> {
  const essence = new Essence(sha256)
  let isMarked = false
  for await (const chunk of storage.dump({ tenant }))
    for (const piece of chunk) {
      if (isUnfinished(piece)) isMarked = true
      else essence.add(piece)
    }
  return { essence, isMarked }
}
