import { KithError } from '@kith/core/shared'
import { describe, expect, it } from 'vitest'
import { type FakeReviews, type FakeReviewsOptions, fakeReviews } from '../testing/fake-reviews.ts'
import { type JobListStore, jobListStore, outcomes } from './job-list.ts'

let crm: FakeReviews
let jobs: JobListStore

async function start(options: FakeReviewsOptions = {}): Promise<void> {
  crm = fakeReviews(options)
  jobs = jobListStore(crm, { now: () => crm.crm.now, locale: 'en' })
  await jobs.open()
}
const state = () => jobs.$state.get()
const ids = (which: 'dead' | 'waiting') => state()[which].map(({ id }) => id)

describe('jobListStore', () => {
  it('has what gave up, what waits, the next due first, and the names of records', async () => {
    await start()
    expect(ids('dead')).toEqual(['j1', 'j2'])
    expect(ids('waiting')).toEqual(['j3', 'j4', 'j5'])
    expect(state().titles.get('d1')).toBe('Brattvoll Terrasse')
    expect(state().rules.get('big-deals')).toBe('A large deal needs a manager')
  })

  it('puts jobs back one after another, and tells what became of them', async () => {
    await start()
    const { retryJob, jobList } = crm
    const again = jobList.find(({ id }) => id === 'j2')
    crm.retryJob = async (id) => {
      if (id === 'j1') return retryJob(id)
      crm.jobList = [...jobList.filter((job) => job.id !== 'j1' && job !== again), ...(again ? [again] : [])]
    }
    await jobs.retry(['j1', 'j2'])
    expect(state().retried).toEqual({ left: 0, put: ['j1', 'j2'], failed: 0 })
    expect(outcomes(state())).toEqual({ done: 1, waiting: 0, dead: 1 })
    expect(state().busy.size).toBe(0)
  })

  it('goes on after one that cannot be put back, and says why', async () => {
    await start()
    const { retryJob } = crm
    crm.retryJob = async (id) => {
      if (id === 'j1') throw new KithError('NOT_FOUND')
      return retryJob(id)
    }
    await jobs.retry(['j1', 'j2'])
    expect(state().retried).toEqual({ left: 0, put: ['j2'], failed: 1, code: 'NOT_FOUND' })
    expect(ids('dead')).toEqual(['j1'])
  })

  it('keeps what was known when it cannot be read again', async () => {
    await start()
    crm.jobs = async () => {
      throw new KithError('NETWORK')
    }
    await jobs.refresh()
    expect(state()).toMatchObject({ status: 'ready', stale: true })
    expect(ids('dead')).toEqual(['j1', 'j2'])
  })

  it('tells when the person may not see jobs', async () => {
    crm = fakeReviews()
    crm.jobs = async () => {
      throw new KithError('FORBIDDEN')
    }
    jobs = jobListStore(crm, { now: Date.now, locale: 'en' })
    await jobs.open()
    expect(state()).toMatchObject({ status: 'failed', code: 'FORBIDDEN' })
  })
})
