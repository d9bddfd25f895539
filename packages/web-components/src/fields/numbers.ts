/**
 * Reads a number as people write it: `1 200,50`, `1.200,5`, `1,200.5`. A point or comma before exactly three digits
 * stands for thousands where the language uses it so, otherwise it is the decimal one.
 *
 * @returns its digits with a point, `1200.50`; undefined where it is no number
 */
export function readDecimal(text: string, locale: string): string | undefined {
  const thousands = (11_111).toLocaleString(locale)[2]
  const plain = text
    .replace(/[\s'’]/g, '')
    .replace(/[.,](?=\d{3}(?!\d))/g, (sign) => (sign === thousands ? '' : sign))
    .replace(',', '.')
  return /^[+-]?\d{1,15}(\.\d+)?$/.test(plain) ? plain : undefined
}

/**
 * An amount of {@link readDecimal} in the smallest unit of its currency, without passing through a float; undefined
 * where there is none or it has too many places.
 */
export function toMinor(decimal: string | undefined, currency: string): number | undefined {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency })
  const { maximumFractionDigits: places = 2 } = format.resolvedOptions()
  const [whole, fraction = ''] = decimal?.split('.') ?? []
  const minor = Number(whole + fraction.padEnd(places, '0'))
  return fraction.length <= places && Number.isSafeInteger(minor) ? minor : undefined
}
