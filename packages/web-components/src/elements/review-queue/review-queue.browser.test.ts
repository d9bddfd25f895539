import { KithError } from '@kith/core/shared'
import axe from 'axe-core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { type FakeReviews, type FakeReviewsOptions, fakeReviews } from '../../testing/fake-reviews.ts'
import './define.ts'
import type { KithReviewQueue } from './review-queue.ts'

let crm: FakeReviews
let queue: KithReviewQueue

async function mount(options: FakeReviewsOptions = {}, width = 1200): Promise<void> {
  await page.viewport(width, 760)
  crm = fakeReviews(options)
  const box = document.createElement('div')
  box.style.cssText = `inline-size:${width}px;block-size:740px;font-family:sans-serif`
  queue = document.createElement('kith-review-queue')
  queue.client = crm
  box.append(queue)
  document.body.append(box)
  await until(() => expect(all('.item, .state').length).toBeGreaterThan(0))
}

/** Waits for what is expected; long enough for a busy machine. */
const until = (look: () => unknown) => vi.waitFor(look, { timeout: 10_000 })
const all = (selector: string) => [...queue.renderRoot.querySelectorAll<HTMLElement>(selector)]
const text = (selector: string) =>
  all(selector)
    .map((one) => one.textContent)
    .join(' ')
    .replace(/\s+/g, ' ')
const seen = (words: string, selector: string) => until(() => expect(text(selector)).toContain(words))
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
const focused = () => queue.renderRoot.activeElement as HTMLElement | null
const violations = async () => {
  const { violations } = await axe.run(document.body, { rules: { region: { enabled: false } } })
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
}
const item = (id: string) => all(`.item[data-id=${id}]`)[0] as HTMLElement

afterEach(() => {
  document.body.replaceChildren()
  document.documentElement.removeAttribute('data-theme')
  document.documentElement.lang = 'en'
})

describe('kith-review-queue', () => {
  it('shows what would happen to whom, why, and the case that went the other way', async () => {
    await mount()
    await seen('Łukasz Zieliński went the other way', '.counter')
    expect(text('.who')).toContain('Lead Kari Nes')
    expect(text('.deeds')).toContain('Status New → Dismissed')
    expect(text('.holds')).toContain('Holds: Score is less than 40 Score 38')
    expect(text('.counter .fails')).toContain('Does not hold: Score is less than 40 Score 52')
    expect(text('.figures')).toContain('3 of 20 approved in less than 5 seconds')
  })

  it('lists the amount at stake, and says what refusing and contesting do before they are clicked', async () => {
    await mount()
    await until(() => expect(item('r2').textContent).toContain('€128,000'))
    expect(item('r1').textContent).not.toContain('€')
    expect(text('.help')).toContain('Refuse: Nothing of it happens. Contest: Somebody who has not decided yet')
  })

  it('says each deed in words', async () => {
    await mount()
    item('r2').click()
    await seen('Move it to Won', '.deeds')
    for (const words of [
      'Add a task: Send the contract',
      'Tell Mehmet Çelik: “It is won.”',
      'Send it to books.example.com',
    ])
      expect(text('.deeds')).toContain(words)
    expect(text('.steps')).toContain('The bank has not answered yet.')
  })

  it('is worked through by keyboard alone: K, J, A, Enter', async () => {
    await mount()
    item('r1').focus()
    await userEvent.keyboard('j')
    await until(() => expect(focused()).toBe(item('r2')))
    await userEvent.keyboard('k')
    await until(() => expect(focused()).toBe(item('r1')))
    await userEvent.keyboard('a')
    await seen('Approve “Set Status to Dismissed” for Kari Nes?', 'dialog[open]')
    await userEvent.keyboard('{Enter}')
    await seen('Approved for Kari Nes', '.toast')
    expect(crm.decisions[0]?.slice(0, 2)).toEqual(['approved', 'r1'])
    await until(() => expect(focused()).toBe(item('r2')))
  })

  it('does nothing on a key alone, and gives the focus back when the question is closed', async () => {
    await mount()
    item('r1').focus()
    await userEvent.keyboard('r')
    await seen('Refuse “Set Status to Dismissed”', 'dialog[open]')
    await userEvent.keyboard('{Escape}')
    await until(() => expect(all('dialog')).toEqual([]))
    expect(crm.decisions).toEqual([])
    await until(() => expect(focused()).toBe(item('r1')))
  })

  it('sends how long the review was in view, and stops when it is not', async () => {
    await mount({}, 1200)
    await until(() => expect(text('.looked')).toMatch(/looked for [12] sec/))
    queue.style.display = 'none'
    await new Promise(requestAnimationFrame)
    await new Promise(requestAnimationFrame)
    const looked = text('.looked')
    await new Promise((later) => setTimeout(later, 2_100))
    queue.style.display = ''
    expect(text('.looked')).toBe(looked)
    await button('Approve').click()
    await page.elementLocator(all('dialog .primary')[0] as HTMLElement).click()
    await until(() => expect(crm.decisions).toHaveLength(1))
    const [[, , input]] = crm.decisions as [[string, string, { lookedSeconds: number }]]
    const { lookedSeconds } = input
    expect(lookedSeconds).toBeGreaterThan(0.5)
    expect(lookedSeconds).toBeLessThan(10)
  })

  it('approves with other values', async () => {
    await mount()
    await button('Change…').click()
    await page.getByRole('combobox', { name: /^Status/ }).selectOptions('working')
    await page.getByRole('textbox', { name: /^Reason/ }).fill('She may come back.')
    await button('Approve with these values').click()
    await until(() => expect(crm.decisions).toHaveLength(1))
    expect(crm.decisions[0]?.[2]).toMatchObject({
      reason: 'She may come back.',
      commands: [
        {
          operation: 'update',
          object: 'lead',
          id: 'l1',
          set: { status: 'working', note: 'No answer for two months' },
        },
      ],
    })
  })

  it.each(['Contest…', 'Refuse', 'Change…'])('asks for a reason: %s', async (name) => {
    await mount()
    await button(name).click()
    await page.elementLocator(all('dialog .row.end button:last-child')[0] as HTMLElement).click()
    await seen('Say why', 'dialog .error')
    expect(crm.decisions).toEqual([])
    await userEvent.keyboard('She called this morning.')
    await page.elementLocator(all('dialog .row.end button:last-child')[0] as HTMLElement).click()
    await until(() => expect(crm.decisions[0]?.[2]).toMatchObject({ reason: 'She called this morning.' }))
  })

  it('offers no decision to a person whom it serves, and says why', async () => {
    await mount()
    item('r4').click()
    await seen('It serves you, so somebody else decides.', '.note')
    expect(all('.acts .primary')).toEqual([])
    item('r4').focus()
    await userEvent.keyboard('a')
    expect(all('dialog')).toEqual([])
  })

  it('says who was first, and that nothing was decided', async () => {
    await mount()
    await button('Approve').click()
    crm.decideElsewhere('r1', 'refused', { quiet: true, reason: 'She bought.' })
    await page.elementLocator(all('dialog .primary')[0] as HTMLElement).click()
    await seen('Anne Karlsen refused this meanwhile. You have decided nothing.', '.note')
    expect(text('.note')).toContain('She bought.')
  })

  it('keeps the question open, with what was typed, when the server cannot be reached', async () => {
    await mount()
    crm.refuseReview = async () => {
      throw new KithError('NETWORK')
    }
    await button('Refuse').click()
    await page.getByRole('textbox', { name: /^Reason/ }).fill('Too soon.')
    await page.elementLocator(all('dialog .danger')[0] as HTMLElement).click()
    await seen('The server cannot be reached.', 'dialog[open] .error')
    expect((all('#reason')[0] as HTMLTextAreaElement).value).toBe('Too soon.')
  })

  it('shows decided ones with their steps', async () => {
    await mount()
    await button('Decided').click()
    await seen('Anne Karlsen approved it', '.steps')
    expect(text('.steps')).toContain('after 63 sec')
  })

  it.each([
    ['nothing waits', { reviews: [] }, 'Nothing waits for you.'],
    ['reviews are not for this person', { objects: ['lead'] }, 'You may not see reviews.'],
  ])('says so where %s', async (_, options, words) => {
    await mount(options)
    await seen(words, '.state')
  })

  it('shows the list or one review on a phone, and the way back', async () => {
    await mount({}, 320)
    expect(all('.detail')[0]?.checkVisibility()).toBe(false)
    item('r3').click()
    await until(() => expect(focused()?.id).toBe('review-title'))
    expect(item('r3').checkVisibility()).toBe(false)
    expect(all('.page')[0]?.scrollWidth).toBeLessThanOrEqual(all('.page')[0]?.clientWidth ?? 0)
    await button('All proposals').click()
    await until(() => expect(focused()).toBe(item('r3')))
  })

  it('speaks Norwegian', async () => {
    document.documentElement.lang = 'nb'
    await mount()
    await seen('Hva som ville skje', '.detail')
    expect(text('.deeds')).toContain('Status Ny → Avvist')
  })

  it.each([
    ['light', 1200],
    ['dark', 1200],
    ['light', 320],
    ['dark', 320],
  ])('has nothing that stands in the way of people, %s at %i px', async (theme, width) => {
    document.documentElement.dataset['theme'] = theme
    await mount({}, width)
    expect(await violations()).toEqual([])
    item('r2').click()
    await seen('Move it to Won', '.deeds')
    expect(await violations()).toEqual([])
    await button('Change…').click()
    await until(() => expect(all('dialog[open]')).toHaveLength(1))
    expect(await violations()).toEqual([])
  })
})
