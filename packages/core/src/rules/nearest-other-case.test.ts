import { describe, expect, it } from 'vitest'
import { aLead } from '../testing/builders.ts'
import { nearestOtherCase } from './nearest-other-case.ts'
import { aRule, context } from './rules.fixture.ts'

const rule = aRule({ if: { score: { lt: 20 }, source: 'website', phone: { empty: true } } })
const refused = aLead({ score: 10 })
const find = (...others: Parameters<typeof aLead>[0][]) => nearestOtherCase(refused, rule, others.map(aLead), context)

describe('nearestOtherCase', () => {
  it('is the one that went the other way and differs in the fewest conditions', () => {
    const found = find(
      { id: 'same-way', score: 11 },
      { id: 'two-apart', score: 90, phone: '+4722334455' },
      { id: 'one-apart', score: 90 },
    )
    expect(found?.recordId).toBe('one-apart')
    expect(found?.differs).toEqual([{ sentence: 'Score is less than 20', holds: false, values: { score: 90 } }])
  })

  it('is the nearest in numbers of equals', () => {
    expect(find({ id: 'far', score: 90 }, { id: 'near', score: 22 }, { id: 'middle', score: 40 })?.recordId).toBe(
      'near',
    )
  })

  it('is nothing where all went the same way, and never the record itself', () => {
    expect(find({ id: 'b', score: 3 }, { score: 90 })).toBeUndefined()
  })

  it('works for one that was let through, too', () => {
    const other = nearestOtherCase(aLead({ score: 30 }), rule, [aLead({ id: 'b', score: 3 })], context)
    expect(other?.differs).toEqual([{ sentence: 'Score is less than 20', holds: true, values: { score: 3 } }])
  })
})
