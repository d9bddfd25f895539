import { KithError } from '@kith/core/shared'
import axe from 'axe-core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { page } from 'vitest/browser'
import type { KithSelectDetail } from '../../events.ts'
import { type FakeReviews, type FakeReviewsOptions, fakeReviews } from '../../testing/fake-reviews.ts'
import './define.ts'
import type { KithWhy } from './why.ts'

let crm: FakeReviews
let why: KithWhy

async function mount(options: FakeReviewsOptions = {}, change: Partial<KithWhy> = {}, width = 900): Promise<void> {
  await page.viewport(width, 760)
  crm = fakeReviews(options)
  why = document.createElement('kith-why')
  Object.assign(why, { client: crm, object: 'lead', recordId: 'l1', ...change })
  document.body.append(why)
  await until(() => expect(all('[part=entry], .state').length).toBeGreaterThan(0))
}

/** Waits for what is expected; long enough for a busy machine. */
const until = (look: () => unknown) => vi.waitFor(look, { timeout: 10_000 })
const all = (selector: string) => [...why.renderRoot.querySelectorAll<HTMLElement>(selector)]
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
  document.body.replaceChildren()
  document.documentElement.removeAttribute('data-theme')
})

describe('kith-why', () => {
  it('shows the rule, its conditions with the values of then, and what it changed', async () => {
    await mount()
    await seen('Owner Mehmet Çelik', '.deeds')
    expect(all('h3').map((one) => one.textContent?.trim())[0]).toBe('Hot leads go to who is on call')
    expect(text('.holds')).toContain('Holds: Score is at least 60 Score 72')
    expect(text('.holds')).toContain('Consent given')
    expect(text('.fails')).toContain('Does not hold: Score is at least 80 Score 42')
    expect(text('.deeds')).toContain('Status New → Being worked on')
    expect(text('.deeds')).toContain('Activity Call Kari Nes added')
  })

  it('opens the rule', async () => {
    await mount()
    const opened: KithSelectDetail[] = []
    why.addEventListener('kith-select', ({ detail }) => opened.push(detail))
    await page.getByRole('button', { name: 'Hot leads go to who is on call' }).first().click()
    expect(opened).toEqual([{ object: 'rule', id: 'hot-leads' }])
  })

  it('names the rule without a link where the person has no page of it', async () => {
    await mount()
    why.link = (object, id) => (object === 'rule' ? undefined : `/${object}/${id}`)
    await until(() => expect(all('h3 :is(a, button)')).toEqual([]))
    expect(text('h3')).toContain('Hot leads go to who is on call')
  })

  it('says what was taken back and what stays, by record', async () => {
    await mount()
    await seen('Call Kari Nes', '.deeds')
    const undone = [{ object: 'lead', id: 'l1', fields: ['ownerId'] }]
    const conflicts = [
      { object: 'lead', id: 'l1', field: 'status', current: 'dismissed', wanted: 'new' },
      { object: 'activity', id: 'a1', field: 'status', current: 'done', wanted: null },
    ]
    crm.undo = async () => ({ undone, conflicts, effects: [{ kind: 'notify', at: '' }] })
    await page.getByRole('button', { name: 'Undo what it did' }).first().click()
    await seen('Partly taken back.', '.back')
    expect(text('.back')).toContain('Owner is empty again. 1 message went out and cannot be called back.')
    expect(all('.conflicts li').map((one) => one.textContent)).toEqual([
      'Status stays Dismissed, because somebody changed it since; it was New before the rule.',
      'The activity “Call Kari Nes” stays, because it is done.',
    ])
  })

  it('says that what the rule made is gone, and what a field is again', async () => {
    await mount()
    await seen('Call Kari Nes', '.deeds')
    const undone = [
      { object: 'activity', id: 'a1', fields: ['deletedAt'] },
      { object: 'lead', id: 'l1', fields: ['status'] },
    ]
    crm.undo = async () => ({ undone, conflicts: [], effects: [] })
    await page.getByRole('button', { name: 'Undo what it did' }).first().click()
    await seen('Taken back. The activity “Call Kari Nes” is gone. Status is New again.', '.back')
  })

  it('says why it could not be taken back, and lets the person try again', async () => {
    await mount()
    crm.undo = async () => {
      throw new KithError('FORBIDDEN')
    }
    const undo = page.getByRole('button', { name: 'Undo what it did' }).first()
    await undo.click()
    await seen('You do not have the permission.', '.back')
    await expect.element(undo).toBeEnabled()
  })

  it('shows the intent that somebody asked about', async () => {
    await mount({}, { correlation: 'c1' })
    await until(() => expect(why.renderRoot.activeElement?.textContent).toContain('Score of the website'))
  })

  it('says so where no rule has done anything', async () => {
    await mount({ why: [] })
    await seen('No rule has touched this lead.', '.state')
  })

  it.each([
    ['light', 900],
    ['dark', 900],
    ['light', 320],
  ])('has nothing that stands in the way of people, %s at %i px', async (theme, width) => {
    document.documentElement.dataset['theme'] = theme
    await mount({}, {}, width)
    await seen('Mehmet Çelik', '.deeds')
    expect(await violations()).toEqual([])
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width)
  })
})
