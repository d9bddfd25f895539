/**
 * Letters that Unicode does not decompose, and signs that people type in many ways. Pinned: stored shadow columns were
 * made with it, so a change here needs every store to fold anew.
 */
const TABLE: Readonly<Record<string, string>> = {
  ø: 'o', æ: 'ae', œ: 'oe', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ß: 'ss', ı: 'i', ȷ: 'j', ŋ: 'n', ħ: 'h', ŧ: 't', ĸ: 'q',
  ƀ: 'b', ƃ: 'b', ɓ: 'b', ƈ: 'c', ɖ: 'd', ɗ: 'd', ƌ: 'd', ǝ: 'e', ə: 'e', ɛ: 'e', ƒ: 'f', ɠ: 'g', ǥ: 'g', ɨ: 'i',
  ƙ: 'k', ƚ: 'l', ɫ: 'l', ɲ: 'n', ƞ: 'n', ɔ: 'o', ɵ: 'o', ƥ: 'p', ʈ: 't', ƭ: 't', ʉ: 'u', ʋ: 'v', ƴ: 'y', ɏ: 'y', ƶ: 'z',
  ȥ: 'z', ς: 'σ', ʹ: "'", '‘': "'", '’': "'", '‛': "'", ʻ: "'", ʼ: "'", '′': "'", '“': '"', '”': '"', '„': '"',
  '‐': '-', '‒': '-', '–': '-', '—': '-', '―': '-', '−': '-',
} // biome-ignore format: one line a group

const MAPPED = new RegExp(`[${Object.keys(TABLE).join('')}]`, 'gu')

/** Diacritics of the scripts where they vary one letter. Vowel signs of Indic scripts and voicing marks of kana are letters of their own and stay. */
const MARKS =
  /(?![\u3099\u309a])(?=[\p{Script=Inherited}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}])\p{M}/gu

/** Soft hyphens, zero-width and direction marks: pasted along unseen. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu

/**
 * The one rule for case and diacritics: NFKD, marks stripped, ø æ œ ł đ ð þ ß ı and their like mapped by one pinned
 * table, case folded without a locale, whitespace runs to one space (ends are kept: `'van '` in a pattern means its space).
 *
 * Typographic apostrophes and dashes become `'` and `-`, invisible characters go. Idempotent.
 *
 * @example
 * fold('  Łukasz  O’BRIEN–Ærø') // " lukasz o'brien-aero"
 */
export function fold(text: string): string {
  let seen = 0
  let before = 0
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    const kind = unit < 0x180 ? (KINDS[unit] as number) : OTHER
    seen |= kind | ((kind & before & SPACE) << 1)
    before = kind
  }
  if ((seen & OTHER) !== 0) return foldAny(text)
  const whole = (seen & LATIN) === 0 ? text : text.replace(NOT_ASCII, foldLatin)
  const lower = (seen & (UPPER | LATIN)) === 0 ? whole : whole.toLowerCase()
  return (seen & (BLANKS | TWO_SPACES | LATIN)) === 0 ? lower : lower.replace(SPACES, ' ')
}

const latin: string[] = []

function foldLatin(letter: string): string {
  const unit = letter.charCodeAt(0)
  latin[unit] ??= foldAny(letter)
  return latin[unit]
}

function foldAny(text: string): string {
  const plain = text.normalize('NFKD').replace(INVISIBLE, '').replace(MARKS, '').toLowerCase()
  return plain
    .normalize('NFKD')
    .replace(MARKS, '')
    .replace(MAPPED, (letter) => TABLE[letter] ?? letter)
    .replace(SPACES, ' ')
    .normalize('NFKD')
}

/** Runs of blanks, and blanks that are no space. */
const SPACES = /\s{2,}|[^\S ]/g
const NOT_ASCII = /[^\0-\x7f]/g

const UPPER = 1
const BLANKS = 2
/** Letters of European languages as they are usually stored: whole, so that each folds without its neighbours. */
const LATIN = 4
const OTHER = 8
const SPACE = 16
const TWO_SPACES = 2 * SPACE

/** What each character up to U+017F asks for; nothing of those that stay as they are. */
const KINDS = Uint8Array.from({ length: 0x180 }, (_, unit) => {
  if (unit >= 0x41 && unit <= 0x5a) return UPPER
  if (unit === 0x09 || unit === 0x0a || unit === 0x0d) return BLANKS
  if (unit === 0x20) return SPACE
  return unit >= 0xa0 ? LATIN : unit >= 0x20 && unit <= 0x7e ? 0 : OTHER
})

/** Whether every store can keep a text unchanged: no NUL, no half of a surrogate pair. */
export function isStorableText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}

/**
 * The folded words of a text, in order, for search: runs of letters, digits and their marks.
 *
 * @example
 * words("Kåre O'Brien, kare@example.com") // ['kare', 'o', 'brien', 'kare', 'example', 'com']
 */
export function words(text: string): string[] {
  const folded = fold(text)
  const found: string[] = []
  let start = -1
  for (let at = 0; at < folded.length; at++) {
    const unit = folded.charCodeAt(at)
    if (unit > 0x7f) return folded.match(WORDS) ?? []
    const inside = (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x30 && unit <= 0x39)
    if (inside && start < 0) start = at
    if (inside || start < 0) continue
    found.push(folded.slice(start, at))
    start = -1
  }
  if (start >= 0) found.push(start === 0 ? folded : folded.slice(start))
  return found
}

const WORDS = /[\p{L}\p{N}\p{M}]+/gu

/**
 * Compares by code points, which is the byte order of UTF-8: what every store sorts by. JavaScript's `<` compares
 * UTF-16 units and puts 😀 before ｡.
 *
 * @returns negative, 0 or positive, for `sort`
 */
export function compareText(left: string, right: string): number {
  const end = Math.min(left.length, right.length)
  for (let at = 0; at < end; at++) {
    const a = left.charCodeAt(at)
    const b = right.charCodeAt(at)
    if (a !== b) return rank(a) - rank(b)
  }
  return left.length - right.length
}

/** Moves surrogates (of code points past U+FFFF) behind U+E000…U+FFFF. */
function rank(unit: number): number {
  if (unit >= 0xe000) return unit - 0x800
  return unit >= 0xd800 ? unit + 0x2000 : unit
}
