import { KithError } from './errors.ts'
import { issue } from './issues.ts'

/** An amount in the smallest unit of its currency: 1050 EUR is ten euro and fifty cent. Never a float. */
export interface Money {
  /** Safe integer. */
  readonly amountMinor: number
  /** ISO 4217, upper case. */
  readonly currency: string
  /** The same amount in the tenant's base currency, computed at commit. */
  readonly baseMinor?: number
  /** Date of the rate used for `baseMinor`, `YYYY-MM-DD`. */
  readonly rateOn?: string
}

/** Currencies of ISO 4217 that do not have two minor digits. Pinned, since stored amounts depend on it; `Intl` follows usage instead. */
const MINOR_DIGITS: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
}
const DIGITS = new Map(
  Object.entries(MINOR_DIGITS).flatMap(([digits, codes]) =>
    codes.split(' ').map((code) => [code, Number(digits)] as const),
  ),
)

/** How many decimals a currency has (ISO 4217): JPY 0, EUR 2, TND 3. */
export function minorDigits(currency: string): number {
  return DIGITS.get(currency) ?? 2
}

/** Whether a text has the shape of an ISO 4217 code: three capital letters. Old and new currencies are data, so no list. */
export function isCurrency(text: string): boolean {
  return /^[A-Z]{3}$/.test(text)
}

/**
 * Adds two amounts of one currency. The base amounts are added where both have one; `rateOn` stays where it is the same.
 *
 * @throws KithError `INVALID_INPUT` for two currencies (`currency-mismatch`) or a sum past the safe integers
 */
export function addMoney(left: Money, right: Money): Money {
  requireSameCurrency(left, right)
  const base =
    left.baseMinor === undefined || right.baseMinor === undefined ? undefined : sum(left.baseMinor, right.baseMinor)
  return {
    amountMinor: sum(left.amountMinor, right.amountMinor),
    currency: left.currency,
    ...(base === undefined ? {} : { baseMinor: base }),
    ...(base !== undefined && left.rateOn !== undefined && left.rateOn === right.rateOn ? { rateOn: left.rateOn } : {}),
  }
}

/**
 * Compares two amounts of one currency.
 *
 * @returns negative, 0 or positive, for `sort`
 * @throws KithError `INVALID_INPUT` (`currency-mismatch`) for two currencies: compare their `baseMinor` instead
 */
export function compareMoney(left: Money, right: Money): number {
  requireSameCurrency(left, right)
  return left.amountMinor - right.amountMinor
}

function requireSameCurrency(left: Money, right: Money): void {
  if (left.currency === right.currency) return
  const params = { left: left.currency, right: right.currency }
  throw new KithError('INVALID_INPUT', { issues: [issue('/currency', 'currency-mismatch', params)] })
}

function sum(left: number, right: number): number {
  const total = left + right
  if (Number.isSafeInteger(total)) return total
  throw new KithError('INVALID_INPUT', {
    issues: [issue('/amountMinor', 'too-large', { maximum: Number.MAX_SAFE_INTEGER })],
  })
}

/** The exact decimal of an amount, for files and forms: `{ amountMinor: -5, currency: 'EUR' }` is `-0.05`. */
export function toDecimal(money: Money): `${number}` {
  const digits = minorDigits(money.currency)
  const text = String(Math.abs(money.amountMinor)).padStart(digits + 1, '0')
  const sign = money.amountMinor < 0 ? '-' : ''
  const whole = text.slice(0, text.length - digits)
  return `${sign}${whole}${digits === 0 ? '' : `.${text.slice(-digits)}`}` as `${number}`
}

/**
 * An amount for people, in the way of a locale, exact also for the largest amounts.
 *
 * @param options `short`: 1.2M instead of 1,200,000.00, for narrow places
 * @example
 * formatMoney({ amountMinor: 123450, currency: 'EUR' }, 'de') // '1.234,50 €'
 */
export function formatMoney(money: Money, locale: string, options: { readonly short?: boolean } = {}): string {
  return formatter(locale, money.currency, options.short === true).format(toDecimal(money))
}

const formatters = new Map<string, Intl.NumberFormat>()

function formatter(locale: string, currency: string, short: boolean): Intl.NumberFormat {
  const key = `${locale} ${currency} ${short}`
  const known = formatters.get(key)
  if (known) return known
  const digits = minorDigits(currency)
  const shape = short
    ? ({ notation: 'compact', maximumFractionDigits: 1 } as const)
    : { minimumFractionDigits: digits, maximumFractionDigits: digits }
  const made = new Intl.NumberFormat(locale, { style: 'currency', currency, ...shape })
  formatters.set(key, made)
  return made
}

/**
 * Reads an amount as a person of a locale writes it, with or without the currency's sign or code: `1.234,50 €` in `de`.
 *
 * @returns undefined where it is no number, has more decimals than the currency, or is past the safe integers
 * @example
 * parseMoney('1 234,5', { currency: 'NOK', locale: 'nb' }) // { amountMinor: 123450, currency: 'NOK' }
 */
export function parseMoney(
  text: string,
  options: { readonly currency: string; readonly locale: string },
): Money | undefined {
  const { currency, locale } = options
  const digits = minorDigits(currency)
  const plain = plainNumber(text, currency, locale)
  const [, sign = '', whole = '', fraction = ''] = GROUPED.exec(plain) ?? []
  if (whole === '' || fraction.length > digits) return undefined
  const amount = Number(whole.replaceAll(',', '') + fraction.padEnd(digits, '0'))
  if (!Number.isSafeInteger(amount)) return undefined
  return { amountMinor: sign === '-' && amount !== 0 ? -amount : amount, currency }
}

/** Groups of three, or of two before the last three as in India; so `1.5` in `de` is refused rather than taken for 15. */
const GROUPED = /^([-+]?)(\d{1,3}(?:,\d{2,3})*,\d{3}|\d+)(?:\.(\d*))?$/

/** Removes the currency, and writes digits, sign, decimal point and grouping as English does. */
function plainNumber(text: string, currency: string, locale: string): string {
  const parts = new Intl.NumberFormat(locale, { minimumFractionDigits: 1 }).formatToParts(-1234567.8)
  const partOf = (type: string) => parts.find((part) => part.type === type)?.value
  const symbol = formatter(locale, currency, false)
    .formatToParts(0)
    .find((part) => part.type === 'currency')?.value
  const numerals = [...new Intl.NumberFormat(locale, { useGrouping: false }).format(9876543210)].reverse()
  const bare = text
    .replace(symbol ?? currency, '')
    .replace(currency, '')
    .replace(/\p{Cf}/gu, '')
    .trim()
  return Array.from(bare, (character) => {
    if (character === partOf('decimal')) return '.'
    if (character === partOf('group') || /[\s'’]/u.test(character)) return ','
    if ('−‒–'.includes(character)) return '-'
    return numerals.includes(character) ? String(numerals.indexOf(character)) : character
  }).join('')
}
