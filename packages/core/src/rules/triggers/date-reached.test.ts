import { describe, expect, it } from 'vitest'
import { aContact, aDeal, NOW } from '../../testing/builders.ts'
import { refusedAt, sayWhen, starts } from '../rules.fixture.ts'
import { type DateReached, nextDateOf } from './date-reached.ts'

const OSLO = { zone: 'Europe/Oslo' }
const closed = aDeal({ closedAt: '2026-03-20T09:30:00.000Z' })
const after14 = { when: 'date-reached', object: 'deal', field: 'closedAt', after: { days: 14 } } as const
const birthday: DateReached = { when: 'date-reached', object: 'contact', field: 'birthOn', yearly: true, at: '08:00' }
const reached = (dueAt: string) => ({
  type: 'date.reached',
  object: 'deal',
  id: 'deal-1',
  data: { ruleId: 'r', dueAt },
})

describe('nextDateOf', () => {
  it('is some time after a date, at the same time on the wall over a change of the clocks', () => {
    expect(nextDateOf(after14, closed, NOW, OSLO)).toBe('2026-04-03T08:30:00.000Z')
  })

  it('is some working days before a date, in the morning', () => {
    const trigger: DateReached = { when: 'date-reached', object: 'deal', field: 'closeOn', before: { workingDays: 2 } }
    expect(nextDateOf(trigger, aDeal({ closeOn: '2026-03-10' }), NOW, OSLO)).toBe('2026-03-06T08:00:00.000Z')
  })

  it.each([
    [{ before: { months: 30 } }, '2026-09-10'],
    [{ before: { years: 5 } }, '2027-03-10'],
    [{ after: { years: 3 } }, '2027-03-10'],
    [{ after: { months: 18 } }, '2026-09-10'],
    [{ before: { days: 800 } }, '2026-12-31'],
  ])('comes every year, also long before or after the day: %j', (by, day) => {
    const contact = aContact({ birthOn: '1980-03-10' })
    const next = nextDateOf({ ...birthday, ...by }, contact, '2026-03-11T00:00:00.000Z', OSLO)
    expect(next?.slice(0, 10)).toBe(day)
  })

  it('comes once, and is over then', () => {
    expect(nextDateOf(after14, closed, '2026-04-03T08:30:00.000Z', OSLO)).toBeUndefined()
  })

  it('never comes for a record without the date or in the bin', () => {
    expect(nextDateOf(after14, aDeal(), NOW, OSLO)).toBeUndefined()
    expect(nextDateOf(after14, aDeal({ ...closed, deletedAt: NOW }), NOW, OSLO)).toBeUndefined()
  })

  it.each([
    ['this year', '1990-06-01', NOW, '2026-06-01T06:00:00.000Z'],
    ['the next year, when it was', '1990-01-05', NOW, '2027-01-05T07:00:00.000Z'],
    ['today, when the hour is to come', '1990-03-02', '2026-03-02T06:00:00.000Z', '2026-03-02T07:00:00.000Z'],
    ['in winter of a year without that day', '1992-02-29', '2026-01-01T00:00:00.000Z', '2026-02-28T07:00:00.000Z'],
    ['on the leap day itself', '1992-02-29', '2028-01-01T00:00:00.000Z', '2028-02-29T07:00:00.000Z'],
  ])('comes each year: %s', (_, birthOn, now, expected) => {
    expect(nextDateOf(birthday, aContact({ birthOn }), now, OSLO)).toBe(expected)
  })
})

describe('date-reached', () => {
  it('starts for its own rule when the date stands as it did', () => {
    expect(starts(after14, reached('2026-04-03T08:30:00.000Z'), closed)).toBe(true)
  })

  it('does not start when the date was moved meanwhile, or for another rule', () => {
    const moved = aDeal({ closedAt: '2026-03-21T09:30:00.000Z' })
    expect(starts(after14, reached('2026-04-03T08:30:00.000Z'), moved)).toBe(false)
    const other = { ...reached('2026-04-03T08:30:00.000Z'), data: { ruleId: 'x', dueAt: '2026-04-03T08:30:00.000Z' } }
    expect(starts(after14, other, closed)).toBe(false)
    expect(starts(after14, reached('soon'), closed)).toBe(false)
  })

  it('is said', () => {
    expect(sayWhen(after14)).toBe('14 days after “Closed at” of a deal')
    expect(sayWhen(birthday)).toBe('Each year on “Date of birth” of a contact, at 08:00')
    const due = { when: 'date-reached', object: 'activity', field: 'dueAt' } as const
    expect(sayWhen(due)).toBe('When “Due” of an activity comes')
    expect(sayWhen({ ...due, before: { hours: 2 } })).toBe('2 hours before “Due” of an activity')
  })

  it.each([
    ['en', 'When a deal has been in its stage for 14 days'],
    ['nb', 'Når et salg har stått i steget sitt i 14 døgn'],
    ['nl', 'Wanneer een deal 14 dagen in dezelfde fase staat'],
    ['pl', 'Gdy rekord „deal” jest na tym samym etapie już 14 dni'],
    ['tr', 'Bir deal 14 gün boyunca aynı aşamada kaldığında'],
    ['ms', 'Apabila satu deal sudah 14 hari berada pada peringkat yang sama'],
  ])('is said in %s as people say it where it is the time in a stage', (locale, said) => {
    const rotten = { when: 'date-reached', object: 'deal', field: 'stageEnteredAt', after: { days: 14 } } as const
    expect(sayWhen(rotten, locale)).toBe(said)
  })

  it('needs a field that is a date', () => {
    const then = [{ do: 'create-activity', kind: 'task' }] as const
    expect(refusedAt(then, { when: 'date-reached', object: 'deal', field: 'name' })).toBe('/rules/r/on/field')
    expect(refusedAt(then, { when: 'date-reached', object: 'deal', field: 'nope' })).toBe('/rules/r/on/field')
    expect(refusedAt(then, { ...after14, at: '25:00' })).toBe('/rules/r/on/at')
  })
})
