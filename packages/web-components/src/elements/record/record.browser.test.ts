import { createCrm } from '@kith/core'
import { memoryStorage } from '@kith/core/storage/memory'
import axe from 'axe-core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { type Company, company } from '../../testing/company.ts'
import { someReasons } from '../../testing/fake-reviews-records.ts'
import type { KithWhy } from '../why/why.ts'
import './define.ts'
import { until } from '../../testing/until.ts'
import type { KithRecord } from './record.ts'

let made: Company
let element: KithRecord

async function mount(
  object: 'contact' | 'lead' | 'deal',
  change: Partial<KithRecord> = {},
  width = 1200,
): Promise<void> {
  await page.viewport(width, 760)
  const box = document.createElement('div')
  box.style.cssText = `inline-size:${width}px;block-size:740px;font-family:sans-serif`
  element = document.createElement('kith-record')
  Object.assign(element, { object, recordId: made[object].id, client: made.admin, ...change })
  box.append(element)
  document.body.append(box)
  await until(() => all('.entry').length > 0)
}

const all = (selector: string) => [...element.renderRoot.querySelectorAll<HTMLElement>(selector)]
const text = (selector = '.columns') =>
  all(selector)
    .map((one) => one.textContent)
    .join(' ')
    .replace(/\s+/g, ' ')
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
const seen = (words: string | RegExp, selector?: string) =>
  until(() => (typeof words === 'string' ? text(selector).includes(words) : words.test(text(selector))))
const violations = async () => {
  const { violations } = await axe.run(document.body, { rules: { region: { enabled: false } } })
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
}
const current = (object: 'contact' | 'lead' | 'deal') => made.admin.get(object, made[object].id)
async function edit(label: string): Promise<void> {
  const pen = all('.pen').find((one) => one.getAttribute('aria-label') === `Edit ${label}`) as HTMLElement
  pen.focus()
  await userEvent.keyboard('{Enter}')
  await until(() => all('.writing').length === 1)
}

beforeEach(async () => {
  document.documentElement.lang = 'en'
  made = await company({ createCrm, memoryStorage })
})
afterEach(async () => {
  document.body.replaceChildren()
  document.documentElement.removeAttribute('data-theme')
  await made.crm.close()
})

describe('kith-record', () => {
  it('shows facts, what happened, and what belongs to it', async () => {
    await mount('contact')
    await seen('Kystgata 8', '.related')
    await seen('Bergstrøm AS', '.facts')
    expect(text('.facts')).toContain('emre@example.com')
    expect(text('.timeline')).toContain('Wants to see it twice.')
    expect(text('.related')).toContain('Send the papers')
  })

  it('says who made a lead, by which form and which rule', async () => {
    await mount('lead')
    await seen('A visitor added this lead by a form on the website', '.timeline')
    await seen('Rule “Call new leads within one working day” set Owner to', '.timeline')
    expect(text('.timeline')).toContain('Sent the form “Contact us”')
    expect(text('.timeline')).toContain('May we see it on Thursday?')
  })

  it('writes a field in place, by keyboard alone, and takes it back', async () => {
    await mount('contact')
    await edit('Name')
    await userEvent.keyboard('{Control>}a{/Control}Emre Demir{Enter}')
    await seen('Name saved', '.toast')
    expect(await current('contact')).toMatchObject({ name: { full: 'Emre Demir' } })
    await button('Undo').click()
    await seen('Emre Yıldız', 'h2')
  })

  it('keeps what was typed and says at the field what is refused', async () => {
    await mount('contact')
    await edit('E-mail')
    await userEvent.keyboard('{Control>}a{/Control}nonsense{Enter}')
    await until(() => all('.writing .error').length > 0)
    expect(all('.writing input').map((one) => (one as HTMLInputElement).value)).toContain('nonsense')
  })

  it('shows both values when somebody changed the same field meanwhile, and writes what the person decides', async () => {
    await mount('deal')
    await edit('Name')
    const { version } = await current('deal')
    await made.manager.update('deal', made.deal.id, { name: 'Kystgata 8 B' }, { ifVersion: version })
    await userEvent.keyboard('{Control>}a{/Control}Kystgata 9{Enter}')
    await until(() => all('dialog.conflict[open]').length === 1)
    expect(all('.sides p').map((one) => one.textContent)).toEqual(['Kystgata 8 B', 'Kystgata 9'])
    expect(await current('deal')).toMatchObject({ name: 'Kystgata 8 B' })
    await button('Use mine').click()
    await seen('Kystgata 9', 'h2')
    expect(await current('deal')).toMatchObject({ name: 'Kystgata 9' })
  })

  it('writes without a question when somebody changed another field meanwhile', async () => {
    await mount('deal')
    await edit('Name')
    const { version } = await current('deal')
    await made.manager.update('deal', made.deal.id, { description: 'Two floors' }, { ifVersion: version })
    await userEvent.keyboard('{Control>}a{/Control}Kystgata 9{Enter}')
    await seen('Name saved', '.toast')
    expect(await current('deal')).toMatchObject({ name: 'Kystgata 9', description: 'Two floors' })
  })

  it('shows what others write, without reload', async () => {
    await mount('contact')
    await made.manager.logActivity({ kind: 'note', body: 'Prefers mornings.', contactId: made.contact.id })
    await seen('Prefers mornings.', '.timeline')
    expect(text('.timeline')).toContain('Ola Nordmann wrote a note')
  })

  it('saves a note, and plans and completes a task', async () => {
    await mount('contact')
    await page.getByRole('textbox', { name: 'What should others know?' }).fill('Has two dogs.')
    await button('Save note').click()
    await seen('Has two dogs.', '.timeline')
    await button('Task').click()
    await page.getByRole('textbox', { name: 'What is to be done?' }).fill('Call the bank')
    await button('Add task').click()
    await seen('Call the bank', '.related')
    await page.getByRole('checkbox', { name: 'Complete “Call the bank”' }).click()
    await until(() => !text('.related').includes('Call the bank'))
  })

  it('converts a lead and opens the deal it became', async () => {
    const opened = vi.fn()
    await mount('lead')
    element.addEventListener('kith-select', (event) => opened((event as CustomEvent).detail))
    await button('Convert').click()
    await page.getByRole('textbox', { name: 'Name of the deal' }).fill('Harbour flat')
    await page.getByRole('textbox', { name: 'Amount' }).fill('1 200')
    await page.elementLocator(all('dialog .primary')[0] as HTMLElement).click()
    await until(() => opened.mock.calls.length === 1)
    const [{ object, id }] = opened.mock.lastCall as [{ object: string; id: string }]
    expect(object).toBe('deal')
    expect(await made.admin.get('deal', id)).toMatchObject({
      name: 'Harbour flat',
      amount: { amountMinor: 120_000, currency: 'NOK' },
    })
  })

  it('moves a deal along its stages, and asks why it is lost', async () => {
    await mount('deal')
    await button('Meeting').click()
    await until(() => text('.stages .here').includes('Meeting'))
    await button('Lost').click()
    await page.getByRole('textbox', { name: /^Lost because/ }).fill('Bought elsewhere')
    await button('Move').click()
    await until(() => text('.stages .here').includes('Lost'))
    expect(await current('deal')).toMatchObject({ status: 'lost', lostReason: 'Bought elsewhere' })
  })

  it('asks for what a stage needs before a deal leaves it', async () => {
    const bare = await made.admin.create('deal', { name: 'No amount', stageId: 'offer' })
    await mount('deal', { recordId: bare.id })
    await button('Contract').click()
    await page.getByRole('textbox', { name: 'Amount' }).fill('900')
    await button('Move').click()
    await until(() => text('.stages .here').includes('Contract'))
  })

  it('gives a record to a colleague', async () => {
    await mount('deal')
    await page.getByRole('combobox', { name: 'Owner' }).selectOptions('ola')
    await seen('Kystgata 8 is now with Ola Nordmann', '.toast')
    expect(await current('deal')).toMatchObject({ ownerId: 'ola' })
  })

  it('records a consent with its exact words, and withdraws it with a reason', async () => {
    await mount('contact')
    await button('Record a consent').click()
    await page.getByRole('combobox', { name: /^How it was given/ }).selectOptions('phone')
    await page.getByRole('textbox', { name: /^The exact words/ }).fill('Yes, write to me.')
    await button('Save').click()
    await seen('Yes, write to me.', '.related')
    await button('Withdraw').click()
    await page.getByRole('textbox', { name: 'Why is it withdrawn?' }).fill('Moved away')
    await page.elementLocator(all('dialog .primary')[0] as HTMLElement).click()
    await seen('Moved away', '.related')
  })

  it('deletes into the recycle bin and back by Undo', async () => {
    await mount('contact')
    await button('Delete').click()
    await seen('This record is in the recycle bin.', '[part=header]')
    await button('Undo').click()
    await until(() => !text('[part=header]').includes('recycle bin'))
    expect(await current('contact')).not.toHaveProperty('deletedAt')
  })

  it('shows a field that an administrator adds, to be filled at once', async () => {
    await mount('contact')
    await made.admin.addField('contact', 'shoeSize', { type: 'number', label: 'Shoe size' })
    await until(() => all('.facts dt').some((one) => one.textContent === 'Shoe size'))
    for (const one of all('.facts details')) (one as HTMLDetailsElement).open = true
    await edit('Shoe size')
    await userEvent.keyboard('44{Enter}')
    await seen('Shoe size saved', '.toast')
    expect(await current('contact')).toMatchObject({ x_shoeSize: 44 })
  })

  it('takes back one change of the timeline', async () => {
    const { version } = await current('contact')
    await made.admin.update('contact', made.contact.id, { title: 'Plumber' }, { ifVersion: version })
    await mount('contact')
    await seen('set Job title to Plumber', '.timeline')
    await page.getByRole('button', { name: /^Undo: .*Job title/ }).click()
    await seen('Taken back', '.toast')
    expect(await current('contact')).not.toHaveProperty('title')
  })

  it('says beside what a rule did why it did it, in a panel that closes again', async () => {
    const why = async () => someReasons()
    await mount('lead', { client: Object.assign(Object.create(made.admin) as object, { why }) })
    await page.getByRole('button', { name: /^Why\? Rule “Call new leads within one working day” set Owner/ }).click()
    await until(() => all('dialog.whys[open]').length === 1)
    const panel = all('kith-why')[0] as KithWhy
    await until(() => panel.renderRoot?.textContent?.includes('Hot leads go to who is on call'))
    expect(await violations()).toEqual([])
    await userEvent.keyboard('{Escape}')
    await until(() => all('dialog').length === 0)
    expect((element.renderRoot as ShadowRoot).activeElement?.textContent).toBe('Why?')
  })

  it('offers no reasons where the client knows none', async () => {
    await mount('lead', { client: Object.assign(Object.create(made.admin) as object, { why: undefined }) })
    await seen('Rule “Call new leads within one working day” set Owner to', '.timeline')
    expect(all('.explain')).toEqual([])
  })

  it('answers one who may not see a record as it answers for one that is not there', async () => {
    await page.viewport(1200, 760)
    element = document.createElement('kith-record')
    Object.assign(element, { object: 'contact', recordId: 'unknown', client: made.admin })
    document.body.append(element)
    await until(() => all('[part=error]').length === 1)
    expect(text('[part=error]')).toContain('There is nothing here, or it is not yours to see.')
  })

  it.each([
    ['light', 1200],
    ['dark', 1200],
    ['light', 360],
    ['dark', 360],
  ])('has nothing that stands in the way of people, %s at %i px', async (theme, width) => {
    document.documentElement.dataset['theme'] = theme
    for (const object of ['contact', 'deal'] as const) {
      document.body.replaceChildren()
      await mount(object, { link: (of, id) => `/app/${of}/${id}` }, width)
      await until(() => all('.related li').length > 0)
      expect(await violations()).toEqual([])
    }
  })

  it('shows one column at a time on a phone', async () => {
    await mount('contact', {}, 360)
    await button('Facts').click()
    const shown = all('.columns > section').filter((one) => one.checkVisibility())
    expect(shown.map((one) => one.getAttribute('aria-label'))).toEqual(['Facts'])
    const columns = all('.columns')[0] as HTMLElement
    expect(columns.scrollWidth).toBeLessThanOrEqual(columns.clientWidth)
  })
})
