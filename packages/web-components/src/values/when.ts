import { dateFormat, sayDays } from './formats.ts'

const DAY_MS = 864e5
const TIME = { hour: 'numeric', minute: '2-digit' } as const

const midnight = (time: number | string) => new Date(time).setHours(0, 0, 0, 0)

/** Calendar days from now to an instant or date; negative for the past. */
export const daysTo = (at: string, now: number): number => Math.round((midnight(local(at)) - midnight(now)) / DAY_MS)

/** A date without time is meant where the reader is, not in UTC. */
const local = (at: string) => (at.length === 10 ? `${at}T00:00` : at)

/**
 * An instant as people say it: `today 14:05`, `tomorrow 10:00`, `Thu 14:00` (of the week to come), `3 Nov`, `3 Nov 2024`.
 *
 * @param at ISO instant, or a date `YYYY-MM-DD`, which is said without a time
 */
export function sayWhen(at: string, now: number, locale: string): string {
  const date = new Date(local(at))
  if (Number.isNaN(date.getTime())) return at
  const days = daysTo(at, now)
  const time = at.length > 10 ? ` ${dateFormat(locale, TIME).format(date)}` : ''
  if (Math.abs(days) < 2) return sayDays(days, locale) + time
  if (days > 0 && days < 7) return dateFormat(locale, { weekday: 'short' }).format(date) + time
  const year = date.getFullYear() === new Date(now).getFullYear() ? {} : ({ year: 'numeric' } as const)
  return dateFormat(locale, { day: 'numeric', month: 'short', ...year }).format(date)
}

/** The exact instant, for titles: `Tuesday, 3 March 2026 at 10:00`. */
export function sayExactly(at: string, locale: string): string {
  const date = new Date(local(at))
  if (Number.isNaN(date.getTime())) return at
  return dateFormat(locale, { dateStyle: 'full', ...(at.length > 10 && { timeStyle: 'short' }) }).format(date)
}
