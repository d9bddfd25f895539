import { KithError } from '@kith/core/shared'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type FakeReviews, fakeReviews } from '../testing/fake-reviews.ts'
import { someReasons } from '../testing/fake-reviews-records.ts'
import { type WhyStore, whyKey, whyStore } from './why.ts'

let crm: FakeReviews
let why: WhyStore

async function start(options = {}): Promise<void> {
  crm = fakeReviews(options)
  why = whyStore(crm, { object: 'leads', id: 'l1', locale: 'en' })
  await why.open()
}
const state = () => why.$state.get()
const [first] = someReasons() as [ReturnType<typeof someReasons>[number]]

afterEach(() => why.close())

describe('whyStore', () => {
  it('has what rules did, and the names that values stand for', async () => {
    await start()
    expect(state()).toMatchObject({ status: 'ready', more: false })
    expect(state().entries.map(({ ruleId }) => ruleId)).toEqual(['hot-leads', 'score-website', 'retry'])
    expect(state().titles.get('mehmet')).toBe('Mehmet Çelik')
    expect(state().titles.get('a1')).toBe('Call Kari Nes')
  })

  it('takes back the changes of the rule alone, not all of its intent', async () => {
    await start()
    const asked: unknown[] = []
    crm.undo = async (input) => {
      asked.push(input)
      return { undone: [], conflicts: [], effects: [] }
    }
    const decided = { object: 'review', id: 'r1', field: 'status', before: 'proposed', after: 'approved', seq: 43 }
    await why.undo({ ...first, did: [...first.did, decided] })
    expect(asked).toEqual([{ changes: [41, 42] }])
    expect(state().undone.get(whyKey(first))).toMatchObject({ status: 'done' })
  })

  it('says why something could not be taken back', async () => {
    await start()
    crm.undo = async () => {
      throw new KithError('FORBIDDEN')
    }
    await why.undo(first)
    expect(state().undone.get(whyKey(first))).toEqual({ status: 'failed', code: 'FORBIDDEN' })
  })

  it('reads again when the record changes', async () => {
    await start()
    crm.crm.calls.length = 0
    crm.crm.write('lead', 'l1', { score: 80 })
    await vi.waitFor(() => expect(crm.crm.calls).toContain('why'))
  })

  it('tells when there is nothing to see', async () => {
    await start({ objects: ['deal'] })
    expect(state()).toMatchObject({ status: 'failed', code: 'FORBIDDEN' })
  })
})
