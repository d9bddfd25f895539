import { labelText } from '@kith/core/shared'
import type { Texts } from '../../locales/en.ts'
import { rots, waited } from '../../stores/board-rules.ts'
import type { BoardDeal, BoardStage } from '../../stores/board-types.ts'

const DAY_MS = 864e5

const format = (locale: string, currency: string) =>
  new Intl.NumberFormat(locale, { style: 'currency', currency, trailingZeroDisplay: 'stripIfInteger' })

/** How many minor units make one: 100 for EUR, 1 for JPY. */
export const minor = (currency: string): number =>
  10 ** (format('en', currency).resolvedOptions().maximumFractionDigits ?? 0)

/** Sums of several currencies as people write them: `€212,000 · NOK 34,000`; `percent` of them. */
export const money = (locale: string, sums: Readonly<Record<string, number>>, percent = 100): string =>
  Object.entries(sums)
    .map(([currency, sum]) => format(locale, currency).format(Math.round((sum * percent) / 100) / minor(currency)))
    .join(' · ')

/** A deal's own amount. */
export const worth = (locale: string, { amount }: BoardDeal): string =>
  amount ? money(locale, { [amount.currency]: amount.amountMinor }) : ''

const midnight = (time: number | string) => new Date(time).setHours(0, 0, 0, 0)

/** Calendar days from now; negative for the past. */
const daysTo = (at: string, now: number) => Math.round((midnight(at) - midnight(now)) / DAY_MS)

/** A day as people say it: `tomorrow 10:00`, `Thu 14:00`, `3 Dec`; the time only of what is still to come. */
function day(at: string, now: number, locale: string): string {
  const days = daysTo(at, now)
  const near = Math.abs(days) < 2 && new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day')
  const time = { hour: 'numeric', minute: '2-digit' } as const
  const [date, then] = [new Date(at), Date.parse(at) > now]
  if (near) return then ? `${near} ${date.toLocaleTimeString(locale, time)}` : near
  return date.toLocaleString(
    locale,
    then && days < 7 ? { weekday: 'short', ...time } : { day: 'numeric', month: 'short' },
  )
}

/** What a card says of its next step, whether that is bad news, and the instant meant. */
export function next(
  deal: BoardDeal,
  stage: BoardStage,
  now: number,
  texts: Texts['pipelineBoard'],
  locale: string,
): [text: string, bad?: boolean, at?: string | undefined] {
  const { nextActivityAt: at, closedAt } = deal
  const { kind } = stage
  if (kind === 'won' || kind === 'lost')
    return [closedAt ? texts[kind](day(closedAt, now, locale)) : '', false, closedAt]
  if (at) {
    const days = daysTo(at, now)
    return days < 0 ? [texts.late(-days), true, at] : [day(at, now, locale), false, at]
  }
  return rots(deal, stage, now) ? [texts.waiting(Math.floor(waited(deal, now))), true] : [texts.noNext]
}

export { labelText as label }
