import type { Texts } from '../../locales/en.ts'
import type { InboxStore } from '../../stores/inbox.ts'
import type { InboxState } from '../../stores/inbox-types.ts'
import { dateFormat, sayDays } from '../../values/formats.ts'

const DAY = { weekday: 'long', day: 'numeric', month: 'long' } as const
const CLOCK = { hour: 'numeric', minute: '2-digit' } as const
const EXACT = { dateStyle: 'full', timeStyle: 'short' } as const

/** What the templates of an inbox show. */
export interface InboxView {
  readonly state: InboxState
  readonly store: InboxStore
  readonly texts: Texts['inbox']
  readonly locale: string
  /** Milliseconds since 1970. */
  readonly now: number
  /** Id of the conversation that Tab reaches in the list. */
  readonly active: string
  /** The panel about the person is open, where there is no room for it beside the thread. */
  readonly details: boolean
  readonly locked: boolean
  readonly toggleDetails: () => void
  readonly choose: (id: string | undefined) => void
  /** Address of a record's page; undefined where the app has none. */
  readonly link?: ((object: string, id: string) => string | undefined) | undefined
}

/** The sentence for an error. */
export const why = (texts: Texts['inbox'], code = ''): string => texts.why[code] ?? texts.why['OTHER'] ?? ''

/** How long ago, short: `12m`, `3h`, `2d`. */
export function since(at: string, now: number, locale: string): string {
  const minutes = Math.max(0, Math.floor((now - Date.parse(at)) / 60_000))
  const [amount, unit] =
    minutes < 60
      ? [minutes, 'minute']
      : minutes < 1440
        ? [Math.floor(minutes / 60), 'hour']
        : [Math.floor(minutes / 1440), 'day']
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'narrow' }).format(amount)
}

/** The day of an instant as people say it: `today`, `yesterday`, `Monday 3 March`. */
export function dayOf(at: string, now: number, locale: string): string {
  const midnight = (time: number | string) => new Date(time).setHours(0, 0, 0, 0)
  const days = Math.round((midnight(at) - midnight(now)) / 864e5)
  return Math.abs(days) < 2 ? sayDays(days, locale) : dateFormat(locale, DAY).format(new Date(at))
}

/** `14:05` */
export const clock = (at: string, locale: string): string => dateFormat(locale, CLOCK).format(new Date(at))

/** The exact instant, for titles. */
export const exact = (at: string, locale: string): string => dateFormat(locale, EXACT).format(new Date(at))
