import type { FilterCase } from './filter-case.ts'

const seen = (...instants: readonly string[]) =>
  Object.fromEntries(instants.map((seenAt, index) => [`${index + 1}`, { seenAt }]))
const due = (...dates: readonly string[]) =>
  Object.fromEntries(dates.map((dueOn, index) => [`${index + 1}`, { dueOn }]))

/** Periods and relative times are resolved in the tenant's zone: 2026-03-29 has 23 hours in Oslo. */
export const TIME_CASES: readonly FilterCase[] = [
  {
    name: 'a date stands for the whole day in the zone, also when clocks change',
    records: seen(
      '2026-03-28T22:59:59.999Z',
      '2026-03-28T23:00:00.000Z',
      '2026-03-29T21:59:59.999Z',
      '2026-03-29T22:00:00.000Z',
    ),
    where: { seenAt: '2026-03-29' },
    finds: ['2', '3'],
  },
  {
    name: 'up to a date takes the day in, after a date leaves it out',
    records: seen('2026-03-29T21:59:59.999Z', '2026-03-29T22:00:00.000Z'),
    where: { or: [{ seenAt: { lte: '2026-03-28' } }, { seenAt: { gt: '2026-03-29' } }] },
    finds: ['2'],
  },
  {
    name: 'before a date and from a date meet at its first instant',
    records: seen('2026-03-28T22:59:59.999Z', '2026-03-28T23:00:00.000Z'),
    where: { not: { seenAt: { lt: '2026-03-29' } }, seenAt: { gte: '2026-03-29' } },
    finds: ['2'],
  },
  {
    name: 'an instant with an offset is that instant',
    records: seen('2026-03-29T00:00:00.000Z', '2026-03-29T02:00:00.000Z'),
    where: { seenAt: '2026-03-29T02:00:00+02:00' },
    finds: ['1'],
  },
  {
    name: 'today begins and ends with the day of the zone',
    records: seen('2026-03-28T22:59:59.999Z', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'),
    where: { seenAt: { within: 'today' } },
    finds: ['2'],
  },
  {
    name: 'the zone decides which day it is',
    records: due('2026-03-28', '2026-03-29'),
    where: { dueOn: { within: 'today' } },
    context: { zone: 'America/Los_Angeles' },
    finds: ['1'],
  },
  {
    name: 'a week is Monday to Sunday',
    records: due('2026-03-22', '2026-03-23', '2026-03-29', '2026-03-30'),
    where: { dueOn: { within: 'thisWeek' } },
    finds: ['2', '3'],
  },
  {
    name: 'last month, of dates and of instants alike',
    records: {
      a: { dueOn: '2026-02-01', seenAt: '2026-01-31T23:00:00.000Z' },
      b: { dueOn: '2026-02-28', seenAt: '2026-02-28T23:00:00.000Z' },
      c: { dueOn: '2026-03-01', seenAt: '2026-02-28T22:59:59.999Z' },
    },
    where: { dueOn: { within: 'lastMonth' }, seenAt: { within: 'lastMonth' } },
    finds: ['a'],
  },
  {
    name: 'the last day is a day on the wall, from then until now',
    records: seen(
      '2026-03-28T02:59:59.999Z',
      '2026-03-28T03:00:00.000Z',
      '2026-03-29T02:00:00.000Z',
      '2026-03-29T02:00:00.001Z',
    ),
    where: { seenAt: { last: { days: 1 } } },
    finds: ['2', '3'],
  },
  {
    name: 'hours are hours, whatever the wall says',
    records: seen('2026-03-28T01:59:59.999Z', '2026-03-28T02:00:00.000Z', '2026-03-29T02:00:00.000Z'),
    where: { seenAt: { last: { hours: 24 } } },
    finds: ['2', '3'],
  },
  {
    name: 'the next days of a date have today and the last one in them',
    records: due('2026-03-28', '2026-03-29', '2026-04-05', '2026-04-06'),
    where: { dueOn: { next: { days: 7 } } },
    finds: ['2', '3'],
  },
  {
    name: 'a month ago keeps to the calendar: the last of February',
    records: due('2026-02-27', '2026-02-28', '2026-03-01'),
    where: { dueOn: { gte: { ago: { months: 1 } }, lt: { ago: { days: 28 } } } },
    finds: ['2'],
  },
  {
    name: 'leap days and far years compare as dates',
    records: due('2024-02-28', '2024-02-29', '2024-03-01', '0001-01-01', '9999-12-31'),
    where: { or: [{ dueOn: '2024-02-29' }, { dueOn: { lt: '0002-01-01' } }, { dueOn: { gt: 'now' } }] },
    finds: ['2', '4', '5'],
  },
  {
    name: 'now is a comparison like others: nothing is not before it',
    records: { ...seen('2026-03-29T01:59:59.999Z', '2026-03-29T02:00:00.000Z'), none: {} },
    where: { not: { seenAt: { lt: 'now' } } },
    finds: ['2', 'none'],
  },
]
