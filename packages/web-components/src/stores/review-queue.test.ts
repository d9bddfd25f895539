import { KithError } from '@kith/core/shared'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type FakeReviews, type FakeReviewsOptions, fakeReviews } from '../testing/fake-reviews.ts'
import { mayNot, reviewQueueStore } from './review-queue.ts'
import type { ReviewQueueStore, ReviewRow } from './review-queue-types.ts'

let crm: FakeReviews
let queue: ReviewQueueStore

async function start(options: FakeReviewsOptions = {}): Promise<void> {
  crm = fakeReviews(options)
  queue = reviewQueueStore(crm, { locale: 'en' })
  await queue.open()
}
const state = () => queue.$state.get()
const ids = (tab: 'waiting' | 'decided' = 'waiting') => state()[tab].map(({ id }) => id)
const review = (id: string) => [...state().waiting, ...state().decided].find((one) => one.id === id) as ReviewRow

afterEach(() => queue.close())

describe('reviewQueueStore', () => {
  it('has what waits, oldest first, and last what others must decide', async () => {
    await start()
    expect(ids()).toEqual(['r1', 'r2', 'r3', 'r4'])
    expect(ids('decided')).toEqual(['r5', 'r6'])
    expect(state()).toMatchObject({ status: 'ready', selected: 'r1', figures: { medianSeconds: 41 } })
  })

  it('knows what records, colleagues and rules are called', async () => {
    await start()
    const name = (id: string) => state().titles.get(id)
    expect([name('l1'), name('kari'), name('rule:tidy-leads')]).toEqual([
      'Kari Nes',
      'Anne Karlsen',
      'Dismiss cold leads',
    ])
  })

  it('says who does not decide, and why', async () => {
    await start()
    expect(mayNot(review('r4'), state())).toBe('served')
    expect(mayNot({ ...review('r1'), approverRole: 'board' }, state())).toBe('role')
    expect(mayNot({ ...review('r1'), approverRole: 'manager' }, state())).toBeUndefined()
    queue.close()
    await start({ me: 'mehmet' })
    expect(mayNot(review('r2'), state())).toBe('before')
  })

  it('sends a decision with how long the person looked, and goes on to the next', async () => {
    await start()
    await queue.decide('approve', review('r1'), { lookedSeconds: 12.4 }, 'key')
    expect(crm.decisions).toEqual([['approved', 'r1', { lookedSeconds: 12.4 }]])
    expect(state()).toMatchObject({ selected: 'r2', notice: { verdict: 'approve' } })
    expect(ids()).toEqual(['r2', 'r3', 'r4'])
    expect(ids('decided')).toEqual(['r1', 'r5', 'r6'])
  })

  it('keeps one that is contested in the queue, for somebody else', async () => {
    await start()
    await queue.decide('contest', review('r1'), { lookedSeconds: 3, reason: 'She called.' }, 'key')
    expect(crm.decisions).toEqual([['contested', 'r1', { reason: 'She called.' }]])
    expect(review('r1').status).toBe('contested')
    expect(mayNot(review('r1'), state())).toBe('before')
  })

  it('goes on to the next decided one after an objection to one', async () => {
    await start()
    queue.show('decided')
    await queue.decide('contest', review('r5'), { lookedSeconds: 0, reason: 'No.' }, 'key')
    expect(ids('decided')).toEqual(['r6'])
    expect(ids()).toContain('r5')
    expect(state().selected).toBe('r6')
  })

  it('opens one wherever it is', async () => {
    await start()
    await queue.reveal('r6')
    expect(state()).toMatchObject({ tab: 'decided', selected: 'r6' })
    await queue.reveal('r3')
    expect(state()).toMatchObject({ tab: 'waiting', selected: 'r3' })
    await queue.reveal('unknown')
    expect(state()).toMatchObject({ tab: 'waiting', selected: 'r3' })
  })

  it('decides nothing where somebody else was first, and says so', async () => {
    await start()
    const seen = review('r1')
    crm.decideElsewhere('r1', 'refused', { quiet: true })
    expect(await queue.decide('approve', seen, { lookedSeconds: 9 }, 'key')).toBe(false)
    expect(state()).toMatchObject({ meanwhile: 'r1', selected: 'r1' })
    expect(review('r1').status).toBe('refused')
  })

  it('leaves the one that is read under the eyes when somebody else decides it, until the person goes on', async () => {
    await start()
    crm.decideElsewhere('r1', 'approved')
    await vi.waitFor(() => expect(state().meanwhile).toBe('r1'))
    expect(ids()).toContain('r1')
    queue.select('r2')
    expect(ids()).toEqual(['r2', 'r3', 'r4'])
    expect(state().meanwhile).toBeUndefined()
  })

  it('takes one away that somebody else decides meanwhile', async () => {
    await start()
    crm.decideElsewhere('r3', 'refused')
    await vi.waitFor(() => expect(ids()).toEqual(['r1', 'r2', 'r4']))
    expect(ids('decided')[0]).toBe('r3')
  })

  it('hands on why a decision was refused', async () => {
    await start()
    crm.approveReview = async () => {
      throw new KithError('REVIEW_NOT_YOURS', { reason: 'role' })
    }
    const approve = queue.decide('approve', review('r1'), { lookedSeconds: 9 }, 'key')
    await expect(approve).rejects.toMatchObject({ code: 'REVIEW_NOT_YOURS' })
    expect(ids()).toContain('r1')
  })

  it('tells when the person may not see reviews', async () => {
    await start({ objects: ['lead'] })
    expect(state()).toMatchObject({ status: 'failed', code: 'FORBIDDEN' })
  })
})
