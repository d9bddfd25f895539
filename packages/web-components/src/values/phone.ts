/** Calling codes of one and of two digits (ITU-T E.164); all others have three. */
const CODE = /^\+(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})(\d+)$/

/** How people group the digits after the code, by code and first digits. */
const GROUPS: readonly (readonly [start: RegExp, ...sizes: number[]])[] = [
  [/^47[49]/, 3, 2, 3],
  [/^(47|45|46|33)/, 2, 2, 2, 2],
  [/^316/, 1, 4, 4],
  [/^(1|48|34|7)/, 3, 3, 4],
  [/^90/, 3, 3, 2, 2],
  [/^44/, 4, 3, 3],
]

/**
 * A telephone number as people write it; what is no E.164 number stays as it is.
 *
 * @example
 * sayPhone('+4746908116') // '+47 469 08 116'
 */
export function sayPhone(phone: string): string {
  const [, code, rest = ''] = CODE.exec(phone) ?? []
  if (!code) return phone
  const [, ...sizes] = GROUPS.find(([start]) => start.test(code + rest)) ?? [undefined]
  const parts: string[] = []
  for (let at = 0; at < rest.length; ) {
    const left = rest.length - at
    const size = sizes[parts.length] ?? (left === 4 ? 2 : 3)
    parts.push(rest.slice(at, at + size))
    at += size
  }
  // Nobody writes a single digit by itself at the end.
  if (parts.length > 1 && parts.at(-1)?.length === 1) parts.splice(-2, 2, parts.slice(-2).join(''))
  return [`+${code}`, ...parts].join(' ')
}
