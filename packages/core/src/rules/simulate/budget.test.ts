import { describe, expect, it } from 'vitest'
import { create } from '../../domain/plan.ts'
import { RULE_LIMITS } from '../limits.ts'
import { aRule } from '../rules.fixture.ts'
import { recorder, simulated } from './history.fixture.ts'

/** One commit that makes so many leads. */
function imported(count: number) {
  const book = recorder()
  book.record('import', ({ newId }) => ({
    writes: Array.from({ length: count }, () => create('lead', { id: newId(), status: 'new', score: 5 })),
    events: [],
  }))
  return book.changes
}

describe('the budget of a simulation', () => {
  it('is for each record that was written, not for all of one commit', () => {
    const count = RULE_LIMITS.commands / 2 + 10
    const then = ['a', 'b'].map((tag) => ({ do: 'add-tag', tag }) as const)
    const { runs, stops } = simulated([aRule({ on: 'lead.created', then })], imported(count))
    expect(stops).toEqual([])
    expect(runs).toHaveLength(count)
  })

  it('is not used up by the many rules whose conditions are asked together', () => {
    const rules = Array.from({ length: RULE_LIMITS.evaluations + 50 }, (_, at) =>
      aRule({ id: `r${at}`, on: 'lead.created', if: { score: RULE_LIMITS.evaluations + 54 - at } }),
    )
    const { runs, stops } = simulated(rules, imported(1))
    expect(stops).toEqual([])
    expect(runs.map(({ rule }) => rule.id)).toEqual([`r${RULE_LIMITS.evaluations + 49}`])
  })

  it('ends what one record sets off, and nothing of the next', () => {
    const then = Array.from({ length: 50 }, () => ({ do: 'add-tag', tag: 'x' }) as const)
    const rules = Array.from({ length: 5 }, (_, at) => aRule({ id: `r${at}`, on: 'lead.created', then }))
    const { runs, stops } = simulated(rules, imported(2))
    expect(stops.map(({ reason }) => reason)).toEqual(['budget', 'budget'])
    expect(runs).toHaveLength(8)
  })
})
