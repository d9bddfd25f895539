import { globParts } from '../../shared/glob.ts'

/** Finds the globs that match a text, by three characters of each. */
export interface GramIndex<Item> {
  /**
   * @param test Whether a text matches the pattern: asked where finding its letters is not enough
   * @returns false where the glob has no three plain characters in a row
   */
  add(item: Item, pattern: string, test: (text: string) => boolean): boolean
  remove(item: Item): void
  /** Calls back for every glob that matches, for some more than once. */
  scan(text: string, found: (item: Item) => void): void
}

interface Filed<Item> {
  readonly item: Item
  readonly where: Where
  readonly bucket: number
  /** A text of the pattern, and where in it the three characters end. */
  readonly part: string
  readonly end: number
  readonly test: (text: string) => boolean
  /** The last scan in which the whole text was asked. */
  asked: number
}

/** Where its text must stand; `else` for globs that are more than one text. */
type Where = 'start' | 'end' | 'anywhere' | 'else'

/** Globs by the bucket of their three characters. */
interface Shelf<Item> {
  /** Which list a bucket has, 0 for none: small enough to stay in the cache. */
  readonly buckets: Uint16Array
  readonly lists: Filed<Item>[][]
  /** How far from the edge where their texts stand the three characters may be. */
  reach: number
}

const BUCKETS = 8192

/** Goes on with another character: of a run the last three count. */
const roll = (hash: number, unit: number) => ((hash << 5) ^ unit) & (BUCKETS - 1)

/**
 * A file takes the emptiest of its pattern's buckets; a text looks into the bucket of each of its positions. What must
 * stand at its start or end is looked for no farther than that.
 */
export function createGramIndex<Item>(): GramIndex<Item> {
  const shelves: Partial<Record<'start' | 'end' | 'within', Shelf<Item>>> = {}
  const all = new Map<Item, Filed<Item>>()
  const shelfFor = (where: Where): Shelf<Item> => {
    const side = where === 'start' || where === 'end' ? where : 'within'
    const shelf = shelves[side] ?? emptyShelf<Item>()
    shelves[side] = shelf
    return shelf
  }
  /** How often a scan has met a bucket, above what earlier ones came to: {@link TRIES}. */
  const met = new Float64Array(BUCKETS)
  let scans = 0
  return {
    add: (item, pattern, test) => {
      const texts = globParts(pattern).flatMap((part) => (typeof part === 'string' ? [] : [part.text]))
      if (!texts.some(({ length }) => length > 2)) return false
      const where = whereOf(pattern, texts[0] as string)
      const shelf = shelfFor(where)
      const filed: Filed<Item> = { item, where, ...emptiest(texts, shelf), test, asked: 0 }
      file(filed, shelf)
      all.set(item, filed)
      return true
    },
    remove: (item) => {
      const filed = all.get(item)
      if (!filed) return
      all.delete(item)
      unfile(filed, shelfFor(filed.where))
    },
    scan: (text, found) => {
      const { start, end, within } = shelves
      if (start) lookThere(start, text, 2, Math.min(start.reach, text.length), found)
      if (end) lookThere(end, text, Math.max(2, text.length - end.reach), text.length, found)
      if (!within) return
      scans += TRIES
      lookAnywhere(within, text, met, scans, found)
    },
  }
}

/**
 * So often the globs of a bucket are looked for where their three characters stand; then the whole text is asked. It is
 * asked sooner for globs that are more than one text, where that text stands; once in a scan for each glob.
 */
const TRIES = 4

function emptyShelf<Item>(): Shelf<Item> {
  return { buckets: new Uint16Array(BUCKETS), lists: [[]], reach: 0 }
}

function file<Item>(filed: Filed<Item>, shelf: Shelf<Item>): void {
  const { bucket, where, part, end } = filed
  const list = shelf.buckets[bucket] as number
  if (list > 0) shelf.lists[list]?.push(filed)
  else shelf.buckets[bucket] = shelf.lists.push([filed]) - 1
  shelf.reach = Math.max(shelf.reach, where === 'start' ? end + 1 : part.length - end)
}

function unfile<Item>({ item, bucket }: Filed<Item>, { buckets, lists }: Shelf<Item>): void {
  const list = buckets[bucket] as number
  lists[list] = (lists[list] ?? []).filter((one) => one.item !== item)
}

/** Finds texts that stand at the start or at the end, by characters from `from` to `to`. */
function lookThere<Item>(shelf: Shelf<Item>, text: string, from: number, to: number, found: (item: Item) => void) {
  const { buckets, lists } = shelf
  let hash = startOf(text, from)
  for (let at = from; at < to; at++) {
    hash = roll(hash, text.charCodeAt(at))
    const list = buckets[hash] as number
    if (list === 0) continue
    const filed = lists[list] as readonly Filed<Item>[]
    for (let nth = 0; nth < filed.length; nth++) {
      const { where, part, end, item } = filed[nth] as Filed<Item>
      const begin = where === 'start' ? 0 : text.length - part.length
      if (at - end === begin && standsAt(part, text, begin)) found(item)
    }
  }
}

function lookAnywhere<Item>(
  { buckets, lists }: Shelf<Item>,
  text: string,
  met: Float64Array,
  scans: number,
  found: (item: Item) => void,
): void {
  let hash = startOf(text, 2)
  for (let at = 2; at < text.length; at++) {
    hash = roll(hash, text.charCodeAt(at))
    const list = buckets[hash] as number
    if (list === 0) continue
    const tries = Math.max((met[hash] as number) - scans, 0)
    if (tries === TRIES) continue
    met[hash] = scans + tries + 1
    const filed = lists[list] as readonly Filed<Item>[]
    for (let nth = 0; nth < filed.length; nth++) {
      const one = filed[nth] as Filed<Item>
      const isHere = standsAt(one.part, text, at - one.end)
      if (isHere && one.where === 'anywhere') found(one.item)
      else if ((isHere || tries === TRIES - 1) && one.asked !== scans) {
        one.asked = scans
        if (one.test(text)) found(one.item)
      }
    }
  }
}

/** What two characters before a position come to. */
const startOf = (text: string, at: number) => roll(text.charCodeAt(at - 2), text.charCodeAt(at - 1))

function whereOf(pattern: string, text: string): Where {
  if (pattern === `*${text}*`) return 'anywhere'
  return pattern === `${text}*` ? 'start' : pattern === `*${text}` ? 'end' : 'else'
}

/** Whether a text stands in another one there: sooner than a call of the host. */
function standsAt(part: string, text: string, begin: number): boolean {
  if (begin < 0 || begin + part.length > text.length) return false
  for (let at = 0; at < part.length; at++) if (text.charCodeAt(begin + at) !== part.charCodeAt(at)) return false
  return true
}

/** Of texts of which one has three characters. */
function emptiest(texts: readonly string[], { buckets, lists }: Shelf<unknown>) {
  let best = { bucket: 0, part: '', end: 0 }
  let least = Number.POSITIVE_INFINITY
  for (const part of texts) {
    let bucket = 0
    for (let end = 0; end < part.length; end++) {
      bucket = roll(bucket, part.charCodeAt(end))
      const size = lists[buckets[bucket] as number]?.length ?? 0
      if (end < 2 || size >= least) continue
      least = size
      best = { bucket, part, end }
    }
  }
  return best
}
