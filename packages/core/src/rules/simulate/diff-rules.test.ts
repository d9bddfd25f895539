import { expect, it } from 'vitest'
import { create } from '../../domain/plan.ts'
import { aLead } from '../../testing/builders.ts'
import { aRule, model } from '../rules.fixture.ts'
import type { Rule } from '../types.ts'
import { diffRules } from './diff-rules.ts'
import { recorder, start } from './history.fixture.ts'

const book = recorder()
for (const [at, score] of [10, 45, 90].entries())
  book.at(`2026-03-0${at + 2}T09:00:00.000Z`).record('create', () => ({
    writes: [create('lead', aLead({ id: `lead-${score}`, score, submissionId: 's', formId: 'f' }))],
    events: [],
  }))
const history = { model, start, changes: book.changes, zone: 'UTC', locale: 'en', baseCurrency: 'NOK' }
const from = (least: number, status = 'working'): Rule =>
  aRule({ if: { score: { gte: least } }, then: [{ do: 'set-fields', set: { status } }] })

it('shows who would have been treated differently', () => {
  expect(diffRules([from(40)], [{ ...from(60), version: 4 }], history)).toEqual({
    differences: [
      {
        object: 'lead',
        id: 'lead-45',
        title: 'Kari Nordmann',
        at: '2026-03-03T09:00:00.000Z',
        kind: 'only-before',
        before: ['Kari Nordmann: set Status to Working'],
        after: [],
      },
    ],
    same: 1,
    complete: true,
  })
})

it('shows who would have been treated otherwise', () => {
  const { differences, same } = diffRules([from(60)], [from(40, 'dismissed')], history)
  expect(differences.map(({ id, kind }) => [id, kind])).toEqual([
    ['lead-45', 'only-after'],
    ['lead-90', 'otherwise'],
  ])
  expect(same).toBe(0)
})

it('shows nothing where only the name differs', () => {
  expect(diffRules([from(40)], [{ ...from(40), label: 'Another' }], history)).toMatchObject({
    differences: [],
    same: 2,
  })
})
