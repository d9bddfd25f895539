import { createCrm } from '@kith/core'
import { KithError } from '@kith/core/shared'
import { memoryStorage } from '@kith/core/storage/memory'
import axe from 'axe-core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { type Company, company } from '../../testing/company.ts'
import './define.ts'
import { until } from '../../testing/until.ts'
import type { KithFilterBuilder } from '../filter-builder/filter-builder.ts'
import type { KithRecordList } from './record-list.ts'

let made: Company
let list: KithRecordList

async function mount(object = 'contact', change: Partial<KithRecordList> = {}, width = 1100): Promise<void> {
  await page.viewport(width, 700)
  const box = document.createElement('div')
  box.style.cssText = `inline-size:${width}px;block-size:640px;font-family:sans-serif`
  list = document.createElement('kith-record-list')
  Object.assign(list, { object, client: made.admin, ...change })
  box.append(list)
  document.body.append(box)
  await list.updateComplete
}

const all = (selector: string) => [...list.renderRoot.querySelectorAll<HTMLElement>(selector)]
const rows = () => all('tbody tr[id]')
const names = () => all('tbody tr[id] th').map((cell) => cell.textContent?.trim())
const heads = () => all('thead th button').map((button) => button.textContent?.trim())
const ready = () => until(() => rows().length > 0)
const text = () => (list.renderRoot as ShadowRoot).textContent?.replace(/\s+/g, ' ') ?? ''
const button = (name: string | RegExp) => page.getByRole('button', { name })
const violations = async () => {
  const { violations } = await axe.run(document.body, { rules: { region: { enabled: false } } })
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
}

beforeEach(async () => {
  localStorage.clear()
  document.documentElement.lang = 'en'
  made = await company({ createCrm, memoryStorage })
})
afterEach(async () => {
  document.body.replaceChildren()
  document.documentElement.removeAttribute('data-theme')
  await made.crm.close()
})

describe('kith-record-list', () => {
  it('shows the columns of the model, and what records point to by name', async () => {
    await mount()
    await ready()
    expect(heads().slice(0, 3)).toEqual(['Name', 'Company', 'E-mail'])
    await until(() => text().includes('Bergstrøm AS'))
    expect(names()).toContain('Emre Yıldız')
  })

  it('asks for the names of all companies in one request', async () => {
    const asked = vi.spyOn(made.admin, 'list')
    await mount()
    await ready()
    await until(() => text().includes('Bergstrøm AS'))
    expect(asked.mock.calls.filter(([object]) => object === 'company')).toHaveLength(1)
  })

  it('shows what somebody else adds, in under a second and without losing the place', async () => {
    await mount()
    await ready()
    const before = performance.now()
    await made.manager.create('contact', { name: 'Wojciech Wójcik' })
    await until(() => names().includes('Wojciech Wójcik'))
    expect(performance.now() - before).toBeLessThan(1_000)
    expect(names()[0]).toBe('Wojciech Wójcik')
    expect(rows()[0]?.className).toBe('fresh')
  })

  it('takes a record away that no longer fits the filter', async () => {
    await mount('lead')
    await ready()
    await userEvent.selectOptions(list.renderRoot.querySelector('select.chip') as HTMLSelectElement, 'new')
    await until(() => rows().length === 1)
    const lead = await made.admin.get('lead', made.lead.id)
    await made.manager.update('lead', lead.id, { status: 'dismissed' }, { ifVersion: lead.version })
    await until(() => rows().length === 0)
    expect(text()).toContain('Nothing fits this search.')
  })

  it('sorts by a click on a head, and back by another', async () => {
    await mount()
    await ready()
    await button('Name').click()
    await until(() => all('th[aria-sort=ascending]').length === 1)
    await until(() => names()[0] === 'Åse Ødegård')
    await button(/^Name/).click()
    await until(() => names()[0] === 'Siti Nurhaliza')
    expect(all('th[aria-sort=descending]')).toHaveLength(1)
  })

  it('opens a record by Enter on its row, after arrow keys moved there', async () => {
    const opened = vi.fn()
    await mount()
    await ready()
    list.addEventListener('kith-select', (event) => opened((event as CustomEvent).detail))
    rows()[0]?.focus()
    await userEvent.keyboard('{ArrowDown}{Enter}')
    expect(opened).toHaveBeenCalledWith({ object: 'contact', id: rows()[1]?.id })
  })

  it('shows a column that was chosen, also the next time', async () => {
    await mount()
    await ready()
    await button('Columns').click()
    await page.getByRole('checkbox', { name: 'Job title' }).click()
    expect(heads()).toContain('Job title')
    list.remove()
    await mount()
    await ready()
    expect(heads()).toContain('Job title')
  })

  it('adds a run-time field, which is a column and a question of the next form at once', async () => {
    await mount()
    await ready()
    await button('Columns').click()
    await button('Add field…').click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Shoe size')
    await page.getByRole('combobox', { name: 'Type' }).selectOptions('number')
    await button('Add').click()
    await until(() => heads().includes('Shoe size'))
    await button('New contact').click()
    await expect.element(page.getByRole('textbox', { name: 'Shoe size' })).toBeVisible()
  })

  it('shows a field that somebody else added, as a choice of columns', async () => {
    await mount()
    await ready()
    await made.admin.addField('contact', 'budget', { type: 'money', label: 'Budget' })
    await until(() => all('input[value=x_budget]').length === 1)
  })

  it('makes a record, and says at its field what the server refuses', async () => {
    await mount()
    await ready()
    await button('New contact').click()
    await button('Add').click()
    await until(() => all('dialog .field .error').length > 0)
    await page.getByRole('textbox', { name: 'Name *' }).fill('Jan Jansen')
    await button('Add').click()
    await until(() => names().includes('Jan Jansen'))
    expect(all('dialog')).toHaveLength(0)
  })

  it('shows the recycle bin and takes a record back', async () => {
    const { contact } = made
    await made.admin.remove('contact', contact.id, { ifVersion: (await made.admin.get('contact', contact.id)).version })
    await mount()
    await ready()
    expect(names()).not.toContain('Emre Yıldız')
    await button('Recycle bin').click()
    await until(() => names().includes('Emre Yıldız'))
    await button('Restore').click()
    await until(() => rows().length === 0)
    expect(await made.admin.get('contact', contact.id)).not.toHaveProperty('deletedAt')
  })

  it('says what is wrong when nothing can be loaded, and loads at the next try', async () => {
    const asked = vi.spyOn(made.admin, 'list').mockRejectedValue(new KithError('NETWORK'))
    await mount('company')
    await until(() => all('[part=error]').length === 1)
    asked.mockRestore()
    await button('Try again').click()
    await ready()
  })

  it('loads the next page before its end is reached', async () => {
    for (let at = 0; at < 60; at++) await made.admin.create('company', { name: `Company ${at}` })
    await mount('company')
    await ready()
    list.renderRoot.querySelector('.scroll')?.scrollTo(0, 1e6)
    await until(() => rows().length === 61)
  })

  it.each([
    ['light', 1100],
    ['dark', 1100],
    ['light', 360],
    ['dark', 360],
  ])('has nothing that stands in the way of people, %s at %i px', async (theme, width) => {
    document.documentElement.dataset['theme'] = theme
    await mount('contact', { link: (object, id) => `/app/${object}/${id}` }, width)
    await ready()
    await until(() => text().includes('Bergstrøm AS'))
    expect(await violations()).toEqual([])
  })

  it('fits a phone without scrolling sideways', async () => {
    await mount('contact', {}, 360)
    await ready()
    const scroll = list.renderRoot.querySelector('.scroll') as HTMLElement
    expect(scroll.scrollWidth).toBeLessThanOrEqual(scroll.clientWidth)
  })

  it('is filtered by conditions that a person builds, and says them', async () => {
    const told = vi.fn()
    await mount()
    await ready()
    list.addEventListener('kith-filter', ({ detail }) => told(detail.where))
    expect(customElements.get('kith-filter-builder')).toBeUndefined()
    await button('Filter').click()
    await until(() => all('.filter-panel:popover-open').length === 1)
    const builder = all('kith-filter-builder')[0] as KithFilterBuilder
    await until(() => builder.renderRoot.querySelector('.add'))
    await page.getByRole('button', { name: /^Add Condition/ }).click()
    await userEvent.keyboard('name{Enter}')
    await until(() => builder.renderRoot.activeElement?.matches('.value input'))
    await userEvent.keyboard('emre')
    await until(() => names().join() === 'Emre Yıldız')
    await until(() => all('.filtered .chip')[0]?.textContent === 'Name contains “emre”')
    expect(told).toHaveBeenLastCalledWith({ name: { contains: 'emre' } })
    await userEvent.keyboard('{Escape}')
    await button('Take the filter away').click()
    await until(() => rows().length === 5)
    expect(told).toHaveBeenLastCalledWith(undefined)
    expect(all('.filtered')).toHaveLength(0)
  })

  it('starts with the filter that the page gives it, with the names of records', async () => {
    await mount('contact', { where: { companyId: made.contact['companyId'] as string, lifecycle: 'prospect' } })
    await ready()
    expect(rows()).toHaveLength(4)
    await until(() => all('.filtered .chip')[0]?.textContent === 'Company is Bergstrøm AS and Lifecycle is Prospect')
    expect(await violations()).toEqual([])
  })

  it('shows all again when nothing fits a filter', async () => {
    await mount('contact', { where: { name: 'nobody' } })
    await until(() => text().includes('Nothing fits this search.'))
    await button('Show all').click()
    await ready()
    expect(list.where).toBeUndefined()
  })

  it('speaks Norwegian', async () => {
    document.documentElement.lang = 'nb'
    await mount()
    await ready()
    expect(heads()[0]).toBe('Navn')
    await expect.element(button('Kolonner')).toBeVisible()
  })
})
