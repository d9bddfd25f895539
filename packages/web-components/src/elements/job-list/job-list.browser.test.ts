import { KithError } from '@kith/core/shared'
import axe from 'axe-core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { page } from 'vitest/browser'
import { type FakeReviews, type FakeReviewsOptions, fakeReviews } from '../../testing/fake-reviews.ts'
import './define.ts'
import type { KithJobList } from './job-list.ts'

let crm: FakeReviews
let list: KithJobList

async function mount(options: FakeReviewsOptions = {}, width = 1000): Promise<void> {
  await page.viewport(width, 760)
  crm = fakeReviews({ now: Date.now(), ...options })
  list = document.createElement('kith-job-list')
  list.client = crm
  document.body.append(list)
  await until(() => expect(all('[part=job], .state').length).toBeGreaterThan(0))
}

/** Waits for what is expected; long enough for a busy machine. */
const until = (look: () => unknown) => vi.waitFor(look, { timeout: 10_000 })
const all = (selector: string) => [...list.renderRoot.querySelectorAll<HTMLElement>(selector)]
const text = (selector: string) =>
  all(selector)
    .map((one) => one.textContent)
    .join(' ')
    .replace(/\s+/g, ' ')
const seen = (words: string, selector: string) => until(() => expect(text(selector)).toContain(words))
const violations = async () => {
  const { violations } = await axe.run(document.body, { rules: { region: { enabled: false } } })
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
}

afterEach(() => {
  vi.useRealTimers()
  document.body.replaceChildren()
  document.documentElement.removeAttribute('data-theme')
})

describe('kith-job-list', () => {
  it('says what gave up and what waits, about what, when, and how often it was tried', async () => {
    await mount()
    await seen('Send to another system', '.dead')
    await seen('Deal Brattvoll Terrasse', '.dead')
    expect(text('.dead')).toContain('rule “A large deal needs a manager”')
    expect(text('.dead')).toContain('tried 8 times')
    expect(text('.waiting')).toContain('Go on with a rule that waited')
    expect(text('.waiting')).toContain('not tried yet')
  })

  it('shows the whole error when somebody asks', async () => {
    await mount()
    expect(all('.dead pre')[0]?.checkVisibility()).toBe(false)
    all('.dead summary')[0]?.click()
    await until(() => expect(all('.dead pre')[0]?.checkVisibility()).toBe(true))
    expect(text('.dead pre')).toContain('webhook-sender.ts:48:20')
  })

  it('tries one again and tells what became of it', async () => {
    await mount()
    await page.getByRole('button', { name: 'Try again now: Send to another system' }).click()
    await seen('1 job was put back to be done now. 1 is done.', '.told')
    expect(crm.crm.calls).toContain('retryJob j1')
    expect(all('.job.dead')).toHaveLength(1)
  })

  it('tries all again and tells of those that could not be', async () => {
    await mount()
    const { retryJob } = crm
    crm.retryJob = async (id) => {
      if (id === 'j2') throw new KithError('NOT_FOUND')
      return retryJob(id)
    }
    await page.getByRole('button', { name: 'Try all 2 again' }).click()
    await seen('1 could not be put back: It is done already', '.told')
    await page.getByRole('button', { name: 'Dismiss' }).click()
    await until(() => expect(all('.told')).toEqual([]))
  })

  it('reads again by itself while it is seen, and keeps what it knows when that fails', async () => {
    await mount()
    crm.jobList = []
    await seen('Nothing waits.', '.state')
    crm.jobs = async () => {
      throw new KithError('NETWORK')
    }
    await seen('The list could not be read again.', '.note')
    expect(text('.state')).toContain('Nothing waits.')
  })

  it('says so where the person may not see jobs, and reads again when asked', async () => {
    crm = fakeReviews()
    const { jobs } = crm
    crm.jobs = async () => {
      throw new KithError('FORBIDDEN')
    }
    list = document.createElement('kith-job-list')
    list.client = crm
    document.body.append(list)
    await seen('Only administrators see jobs.', '[role=alert]')
    crm.jobs = jobs
    await page.getByRole('button', { name: 'Try again' }).click()
    await seen('Send to another system', '.dead')
  })

  it.each([
    ['light', 1000],
    ['dark', 1000],
    ['light', 320],
  ])('has nothing that stands in the way of people, %s at %i px', async (theme, width) => {
    document.documentElement.dataset['theme'] = theme
    await mount({}, width)
    all('.dead summary')[0]?.click()
    await seen('Brattvoll Terrasse', '.dead')
    expect(await violations()).toEqual([])
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width)
  })
})
