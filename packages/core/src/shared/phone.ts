/** Calling code and trunk prefix by country, from ITU-T E.164 and the national numbering plans; `CODE:TRUNK`, an empty trunk where there is none. */
const PLANS: Readonly<Record<string, string>> = {
  AE: '971:0', AR: '54:0', AT: '43:0', AU: '61:0', BA: '387:0', BE: '32:0', BG: '359:0', BR: '55:0', CA: '1:1', CH: '41:0',
  CL: '56:', CN: '86:0', CO: '57:', CY: '357:', CZ: '420:', DE: '49:0', DK: '45:', EE: '372:', EG: '20:0', ES: '34:',
  FI: '358:0', FO: '298:', FR: '33:0', GB: '44:0', GR: '30:', HK: '852:', HR: '385:0', HU: '36:06', ID: '62:0', IE: '353:0',
  IL: '972:0', IN: '91:0', IS: '354:', IT: '39:', JP: '81:0', KE: '254:0', KR: '82:0', LI: '423:', LT: '370:0', LU: '352:',
  LV: '371:', MA: '212:0', MT: '356:', MX: '52:', MY: '60:0', NG: '234:0', NL: '31:0', NO: '47:', NZ: '64:0', PH: '63:0',
  PK: '92:0', PL: '48:', PT: '351:', RO: '40:0', RS: '381:0', SA: '966:0', SE: '46:0', SG: '65:', SI: '386:0', SK: '421:0',
  TH: '66:0', TN: '216:', TR: '90:0', TW: '886:0', UA: '380:0', US: '1:1', VN: '84:0', ZA: '27:0',
} // biome-ignore format: a table

/**
 * A phone number as E.164: `+` and 7 to 15 digits.
 *
 * Takes numbers with `+` or `00` from anywhere (also `+44 (0)20…`), and national numbers where the country is known.
 * Only the shape is checked: whether a number exists is for a library of numbering plans to say.
 *
 * @param country ISO 3166-1 alpha-2 of numbers without a country code; about 70 countries are known
 * @returns undefined where the text is not such a number, has letters or an extension, or has no known country
 * @example
 * normalizePhone('(020) 7946 0018', 'GB') // '+442079460018'
 */
export function normalizePhone(text: string, country?: string): string | undefined {
  const dialled = text.normalize('NFKC').trim().replace(/^tel:/i, '')
  if (!/^\+?[\d\s()./‐‑–-]+$/u.test(dialled)) return undefined
  const open = dialled.replace(/^(\+|00)([^(]*)\(0\)/, '$1$2')
  const digits = open.replace(/\D/g, '')
  if (open.startsWith('+')) return e164(digits)
  return digits.startsWith('00') ? e164(digits.slice(2)) : national(digits, country)
}

function national(digits: string, country: string | undefined): string | undefined {
  const plan = country !== undefined && Object.hasOwn(PLANS, country) ? PLANS[country] : undefined
  if (plan === undefined) return undefined
  const [code = '', trunk = ''] = plan.split(':')
  const bare = trunk !== '' && digits.startsWith(trunk) ? digits.slice(trunk.length) : digits
  return bare.length < 4 ? undefined : e164(code + bare)
}

function e164(digits: string): string | undefined {
  return /^[1-9]\d{6,14}$/.test(digits) ? `+${digits}` : undefined
}

/** Whether a text is an E.164 number as {@link normalizePhone} gives it. */
export function isPhone(text: string): boolean {
  return /^\+[1-9]\d{6,14}$/.test(text)
}

const CODES = new Set(Object.values(PLANS).map((plan) => plan.split(':')[0]))
const LONGEST_CODE = 3

/** The digits of an E.164 number after its calling code, as far as that is known: how people at home search for it. */
export function nationalDigits(phone: string): string {
  const digits = phone.startsWith('+') ? phone.slice(1) : phone
  for (let length = LONGEST_CODE; length > 0; length--)
    if (CODES.has(digits.slice(0, length))) return digits.slice(length)
  return digits
}
