import { html, nothing, type TemplateResult } from '../../base/index.ts'
import { framed, type PartView, select, written } from './frame.ts'

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
/** A Monday; the days after it give the names of the week. */
const MONDAY = Date.UTC(2026, 0, 5)
const DAY_MS = 864e5

interface Times {
  readonly kind: string
  readonly time: string
  readonly day: string
  readonly date: string
}

/** A schedule as controls show it; `other` for what they cannot. */
export function readCron(cron: string): Times {
  const [minute = '', hour = '', date = '', month = '', weekday = '', ...more] = cron.trim().split(/\s+/)
  const time =
    /^\d{1,2}$/.test(minute) && /^\d{1,2}$/.test(hour) ? `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}` : ''
  const day = DAYS.includes(weekday.toLowerCase()) ? weekday.toLowerCase() : (DAYS[(Number(weekday) + 6) % 7] ?? '')
  const plain = { time, day: day || 'mon', date: /^\d+$/.test(date) ? date : '1' }
  if (!time || month !== '*' || more.length) return { ...plain, kind: 'other' }
  if (date === '*' && weekday === '*') return { ...plain, kind: 'daily' }
  if (date === '*' && /^(mon-fri|1-5)$/i.test(weekday)) return { ...plain, kind: 'workdays' }
  if (date === '*' && /^([a-z]{3}|[0-7])$/i.test(weekday) && day) return { ...plain, kind: 'weekly' }
  return { ...plain, kind: /^\d+$/.test(date) && weekday === '*' ? 'monthly' : 'other' }
}

/** The other way round. */
export function writeCron({ kind, time, day, date }: Times): string {
  const [hour = '8', minute = '0'] = (time || '08:00').split(':').map((part) => String(Number(part)))
  const rest: Readonly<Record<string, string>> = {
    daily: '* * *',
    workdays: '* * mon-fri',
    weekly: `* * ${day}`,
    monthly: `${date} * *`,
  }
  return `${minute} ${hour} ${rest[kind] ?? '* * *'}`
}

/** At fixed times: how often, on which day, at what time; as five fields where that cannot say it. */
export function cronControl(one: PartView): TemplateResult {
  const { view, id, value, set } = one
  const { texts, locale } = view
  const cron = String(value ?? '')
  const times = readCron(cron)
  const put = (change: Partial<Times>) => set(writeCron({ ...times, ...change }))
  const kinds = Object.entries(texts.cronKinds).map(([name, label]) => ({ id: name, label }))
  const weekdays = DAYS.map((name, at) => ({
    id: name,
    label: new Date(MONDAY + at * DAY_MS).toLocaleDateString(locale, { weekday: 'long', timeZone: 'UTC' }),
  }))
  const turn = (kind: string) => (kind === 'other' ? set(`${cron} `) : put({ kind }))
  const other = times.kind === 'other' || cron.endsWith(' ')
  return framed(
    one,
    html`<div class="row">
      ${select(one, kinds, other ? 'other' : times.kind, undefined, turn)}
      ${
        other
          ? html`<input class="code" dir="ltr" aria-label=${texts.cronOther} title=${texts.cronOther} .value=${cron}
              @change=${(event: Event) => set(`${written(event).trim()} `)} />`
          : html`${
              times.kind === 'weekly'
                ? html`<span>${select({ id: `${id}-day`, error: undefined }, weekdays, times.day, undefined, (day) => put({ day }))}
                    <label class="hide" for="${id}-day">${texts.weekday}</label></span>`
                : nothing
            }${
              times.kind === 'monthly'
                ? html`<input class="small" type="number" min="1" max="31" aria-label=${texts.dayOfMonth} .value=${times.date}
                    @change=${(event: Event) => put({ date: written(event) })} />`
                : nothing
            }<input type="time" class="small" required aria-label=${texts.time} .value=${times.time}
              @change=${(event: Event) => put({ time: written(event) })} />`
      }
    </div>`,
    true,
  )
}
