import type { FilterCase } from './filter-case.ts'

const due = (...dates: readonly string[]) =>
  Object.fromEntries(dates.map((dueOn, index) => [`${index + 1}`, { dueOn }]))
const seen = (...instants: readonly string[]) =>
  Object.fromEntries(instants.map((seenAt, index) => [`${index + 1}`, { seenAt }]))

/** By month and day, whatever the year. Days of real years, as birthdays are; 29 February is 28 February where there is none. */
export const ANNIVERSARY_CASES: readonly FilterCase[] = [
  {
    name: 'an anniversary today, of any year',
    records: { ...due('1990-03-29', '2030-03-29', '1990-03-28', '1990-03-30'), none: {} },
    where: { dueOn: { anniversary: 'today' } },
    finds: ['1', '2'],
  },
  {
    name: 'nothing has no anniversary',
    records: { ...due('1990-03-29'), none: {} },
    where: { not: { dueOn: { anniversary: 'thisYear' } } },
    finds: ['none'],
  },
  {
    name: 'an anniversary on a day',
    records: due('1990-05-17', '1814-05-17', '2026-05-18'),
    where: { dueOn: { anniversary: '05-17' } },
    finds: ['1', '2'],
  },
  {
    name: 'anniversaries over the new year, both ends in them',
    records: due('1990-12-19', '1990-12-20', '1990-12-31', '1990-01-01', '1990-01-06', '1990-01-07'),
    where: { dueOn: { anniversary: { from: '12-20', to: '01-06' } } },
    finds: ['2', '3', '4', '5'],
  },
  {
    name: 'anniversaries of a week that ends in the next year',
    records: due('1990-12-27', '1990-12-28', '1990-01-03', '1990-01-04'),
    where: { dueOn: { anniversary: 'thisWeek' } },
    context: { now: '2026-12-31T12:00:00.000Z' },
    finds: ['2', '3'],
  },
  {
    name: 'anniversaries of the next days have today and the last one in them',
    records: due('1990-03-28', '1990-03-29', '1990-04-12', '1990-04-13'),
    where: { dueOn: { anniversary: { next: { days: 14 } } } },
    finds: ['2', '3'],
  },
  {
    name: 'anniversaries of the last days have today and the first one in them',
    records: due('1990-03-21', '1990-03-22', '1990-03-29', '1990-03-30'),
    where: { dueOn: { anniversary: { last: { weeks: 1 } } } },
    finds: ['2', '3'],
  },
  {
    name: 'a leap day has its anniversary on 28 February of other years',
    records: due('2024-02-29', '2024-02-28', '2024-03-01'),
    where: { dueOn: { anniversary: 'today' } },
    context: { now: '2027-02-28T12:00:00.000Z' },
    finds: ['1', '2'],
  },
  {
    name: 'a leap day has its anniversary on itself in leap years',
    records: due('2024-02-29', '2024-02-28', '2024-03-01'),
    where: { or: [{ dueOn: { anniversary: 'today' } }, { dueOn: { anniversary: 'tomorrow' } }] },
    context: { now: '2028-02-28T12:00:00.000Z' },
    finds: ['1', '2'],
  },
  {
    name: 'a leap day is not on 28 February of a leap year',
    records: due('2024-02-29', '2024-02-28'),
    where: { dueOn: { anniversary: 'today' } },
    context: { now: '2028-02-28T12:00:00.000Z' },
    finds: ['2'],
  },
  {
    name: 'a leap day is not in March',
    records: due('2024-02-29', '2024-03-01'),
    where: { dueOn: { anniversary: 'thisMonth' } },
    context: { now: '2027-03-15T12:00:00.000Z' },
    finds: ['2'],
  },
  {
    name: 'a day that is named is that day alone',
    records: due('2024-02-29', '2024-02-28'),
    where: { or: [{ dueOn: { anniversary: '02-28' } }, { dueOn: { anniversary: { from: '02-01', to: '02-28' } } }] },
    finds: ['2'],
  },
  {
    name: 'a year holds every day',
    records: due('2024-02-29', '1990-01-01', '1990-12-31'),
    where: { dueOn: { anniversary: 'thisYear' }, and: [{ dueOn: { anniversary: { next: { years: 3 } } } }] },
    finds: ['1', '2', '3'],
  },
  {
    name: 'an instant has its anniversary on its day in the zone',
    records: seen(
      '1999-12-31T22:59:59.999Z',
      '1999-12-31T23:00:00.000Z',
      '2000-01-01T22:59:59.999Z',
      '2000-01-01T23:00:00.000Z',
    ),
    where: { seenAt: { anniversary: '01-01' } },
    finds: ['2', '3'],
  },
  {
    name: 'an instant of a summer is taken by the clocks of that summer',
    records: seen('1999-06-30T21:59:59.999Z', '1999-06-30T22:00:00.000Z'),
    where: { seenAt: { anniversary: { from: '07-01', to: '07-31' } } },
    finds: ['2'],
  },
  {
    name: 'the zone decides which day an instant is, on both sides of the date line',
    records: seen('2023-02-28T09:59:59.999Z', '2023-02-28T10:00:00.000Z', '2023-03-01T10:00:00.000Z'),
    where: { seenAt: { anniversary: '03-01' } },
    context: { zone: 'Pacific/Kiritimati' },
    finds: ['2'],
  },
  {
    name: 'the zone decides which day today is',
    records: due('1990-03-28', '1990-03-29'),
    where: { dueOn: { anniversary: 'today' } },
    context: { zone: 'America/Los_Angeles' },
    finds: ['1'],
  },
  {
    name: 'anniversaries of run-time fields, roll-ups and parts',
    records: {
      a: {
        x_on: '1990-03-29',
        lastAt: '1990-03-29T10:00:00.000Z',
        licence: { number: '1', validUntilOn: '2030-03-29' },
      },
      b: { x_at: '1990-03-29T10:00:00.000Z' },
      c: { x_on: '1990-03-30', lastAt: '1990-03-30T10:00:00.000Z' },
    },
    where: {
      or: [
        {
          x_on: { anniversary: 'today' },
          lastAt: { anniversary: 'today' },
          licence: { validUntilOn: { anniversary: 'today' } },
        },
        { x_at: { anniversary: 'today' } },
      ],
    },
    finds: ['a', 'b'],
  },
]
