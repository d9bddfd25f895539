import { globParts } from '../../shared/glob.ts'

/** Finds the globs that match a text, by three characters of each. */
export interface GramIndex<Item> {
  /**
   * @param test Whether a text matches the pattern: asked where finding its letters is not enough
   * @returns false where the glob has no three plain characters in a row
   */
  add(item: Item, pattern: string, test: (text: string) => boolean): boolean
  remove(item: Item): void
  /** Calls back once for every glob that matches. */
  scan(text: string, found: (item: Item) => void): void
}

interface Filed<Item> {
  readonly item: Item
  readonly bucket: number
  /** A text of the pattern, and where in it the three characters end. */
  readonly part: string
  readonly end: number
  readonly where: 'anywhere' | 'start' | 'end' | 'else'
  readonly test: (text: string) => boolean
}

const BUCKETS = 8192

/** Goes on with another character: of a run the last three count. */
const roll = (hash: number, unit: number) => ((hash << 5) ^ unit) & (BUCKETS - 1)

/** A file takes the emptiest of its pattern's buckets; a text looks into the bucket of each of its positions. */
export function createGramIndex<Item>(): GramIndex<Item> {
  const buckets: Filed<Item>[][] = Array.from({ length: BUCKETS }, () => NONE)
  /** Whether a bucket has something: small enough to stay in the cache. */
  const full = new Uint8Array(BUCKETS)
  const all = new Map<Item, Filed<Item>>()
  /** The scan that last met a bucket: a text that says the same again and again asks no glob twice. */
  const met = new Uint32Array(BUCKETS)
  let scans = 0
  return {
    add: (item, pattern, test) => {
      const place = emptiest(pattern, buckets)
      if (!place) return false
      const filed = { item, ...place, where: whereOf(pattern, place.part), test }
      if (full[place.bucket] === 1) buckets[place.bucket]?.push(filed)
      else buckets[place.bucket] = [filed]
      full[place.bucket] = 1
      all.set(item, filed)
      return true
    },
    remove: (item) => {
      const filed = all.get(item)
      if (!filed) return
      all.delete(item)
      const rest = (buckets[filed.bucket] ?? []).filter((one) => one !== filed)
      buckets[filed.bucket] = rest.length > 0 ? rest : NONE
      full[filed.bucket] = rest.length > 0 ? 1 : 0
    },
    scan: (text, found) => {
      scans++
      if (scans === 2 ** 32) {
        met.fill(0)
        scans = 1
      }
      for (let at = seek(text, 2, full); at < text.length; at = seek(text, at + 1, full)) {
        const bucket = hashAt(text, at)
        if (met[bucket] === scans) continue
        met[bucket] = scans
        const filed = buckets[bucket] as readonly Filed<Item>[]
        for (let nth = 0; nth < filed.length; nth++) {
          const one = filed[nth] as Filed<Item>
          if (matches(one, text, at)) found(one.item)
        }
      }
    },
  }
}

const NONE: never[] = []

const hashAt = (text: string, at: number) =>
  roll(roll(text.charCodeAt(at - 2), text.charCodeAt(at - 1)), text.charCodeAt(at))

/** Where the next three characters end whose bucket has something. */
function seek(text: string, from: number, full: Uint8Array): number {
  let hash = roll(text.charCodeAt(from - 2), text.charCodeAt(from - 1))
  for (let at = from; at < text.length; at++) {
    hash = roll(hash, text.charCodeAt(at))
    if (full[hash] === 1) return at
  }
  return text.length
}

function whereOf(pattern: string, part: string): Filed<unknown>['where'] {
  if (pattern === `*${part}*`) return 'anywhere'
  return pattern === `${part}*` ? 'start' : pattern === `*${part}` ? 'end' : 'else'
}

/** Whether a glob matches whose three characters end at `at` for the first time. */
function matches({ where, part, end, test }: Filed<unknown>, text: string, at: number): boolean {
  if (where === 'start') return standsAt(text, 0, part)
  if (where === 'end') return standsAt(text, text.length - part.length, part)
  return (where === 'anywhere' && standsAt(text, at - end, part)) || test(text)
}

const standsAt = (text: string, from: number, part: string) => from >= 0 && text.startsWith(part, from)

function emptiest(pattern: string, buckets: readonly (readonly unknown[])[]) {
  let best: { readonly bucket: number; readonly part: string; readonly end: number } | undefined
  let least = Number.POSITIVE_INFINITY
  for (const piece of globParts(pattern)) {
    if (typeof piece === 'string') continue
    const part = piece.text
    let bucket = 0
    for (let end = 0; end < part.length; end++) {
      bucket = roll(bucket, part.charCodeAt(end))
      const size = buckets[bucket]?.length ?? 0
      if (end < 2 || size >= least) continue
      least = size
      best = { bucket, part, end }
    }
  }
  return best
}
