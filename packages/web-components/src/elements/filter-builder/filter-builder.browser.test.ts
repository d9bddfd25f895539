import { createCrm, type UncheckedFilter } from '@kith/core'
import { memoryStorage } from '@kith/core/storage/memory'
import axe from 'axe-core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { type Company, company } from '../../testing/company.ts'
import './define.ts'
import { until } from '../../testing/until.ts'
import type { KithFilterBuilder } from './filter-builder.ts'

let made: Company
let builder: KithFilterBuilder
const changed = vi.fn()

async function mount(value: UncheckedFilter = {}, width = 900, parent: HTMLElement = document.body): Promise<void> {
  await page.viewport(width, 900)
  builder = document.createElement('kith-filter-builder')
  Object.assign(builder, { object: 'contact', client: made.admin, value })
  builder.addEventListener('kith-change', ({ detail }) => changed(detail))
  parent.append(builder)
  await until(() => builder.renderRoot.querySelector('.sentence'))
}

const root = () => builder.renderRoot
const all = (selector: string) => [...root().querySelectorAll<HTMLElement>(selector)]
const text = (selector: string) => root().querySelector(selector)?.textContent?.replace(/\s+/g, ' ').trim()
const button = (name: string | RegExp) => page.getByRole('button', { name })
const last = () => changed.mock.lastCall?.[0] as { value: UncheckedFilter; valid: boolean } | undefined
const focused = () => root().activeElement as HTMLElement | null
const said = () => all('[role=status]').at(-1)?.textContent
const violations = async () => {
  const { violations } = await axe.run(document.body, { rules: { region: { enabled: false } } })
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
}

const RICH: UncheckedFilter = {
  lifecycle: { in: ['prospect', 'customer'] },
  companyId: { industry: 'retail' },
  createdAt: { gt: { ago: { days: 30 } } },
  or: [{ emails: { some: { contains: '@example.com' } } }, { not: { ownerId: { actor: 'id' } } }],
}

beforeEach(async () => {
  document.documentElement.lang = 'en'
  made = await company({ createCrm, memoryStorage })
})
afterEach(async () => {
  changed.mockReset()
  document.body.replaceChildren()
  document.documentElement.removeAttribute('data-theme')
  await made.crm.close()
})

describe('kith-filter-builder', () => {
  it('says every contact as long as there is no condition, and how many there are', async () => {
    await mount()
    expect(text('.sentence')).toBe('Every contact')
    await until(() => text('.count b') === '5 of 5 contacts')
    expect(text('.examples')).toContain('Emre Yıldız')
  })

  it('builds a condition on a related record by keyboard alone', async () => {
    await mount()
    button(/^Add Condition/)
      .element()
      .focus()
    await userEvent.keyboard('{Enter}')
    await until(() => focused()?.matches('.fields input'))
    await userEvent.keyboard('company ind{Enter}')
    await until(() => focused()?.matches('.value input'))
    await userEvent.keyboard('ret')
    expect(last()).toEqual({ value: { companyId: { industry: { contains: 'ret' } } }, valid: true })
    await until(() => text('.count b') === '5 of 5 contacts')
    expect(text('.sentence')).toBe('Company is one where Industry contains “ret”')
  })

  it('offers what records say in a text field where those are few, and compares with what is taken', async () => {
    for (const source of ['website', 'website', 'website', 'portal'])
      await made.admin.create('contact', { name: 'Somebody', source })
    await mount()
    await button(/^Add Condition/).click()
    await userEvent.keyboard('source{Enter}')
    await until(() => all('.known .chip').length)
    expect(all('.known .chip').map((one) => one.textContent)).toEqual(['website', 'portal'])
    await button('website').click()
    expect(last()).toEqual({ value: { source: 'website' }, valid: true })
    expect(all('.known')).toEqual([])
  })

  it('offers no values of a field where all differ', async () => {
    await mount()
    const list = vi.spyOn(made.admin, 'list')
    await button(/^Add Condition/).click()
    await userEvent.keyboard('name{Enter}')
    await until(() => list.mock.calls.some(([, query]) => query?.limit === 100))
    await Promise.all(list.mock.results.map(({ value }) => value))
    await builder.updateComplete
    expect(all('.known')).toEqual([])
  })

  it('says how many and which while one types', async () => {
    await mount({ name: { contains: 'x' } })
    await page.getByRole('textbox', { name: 'Name: Value' }).fill('emre')
    await until(() => text('.count b') === '1 of 5 contacts')
    expect(text('.examples')).toBe('Emre Yıldız')
  })

  it('leaves a condition out until it is finished, and says so', async () => {
    await mount({ lifecycle: 'prospect' })
    await page.getByRole('combobox', { name: 'Lifecycle: Comparison' }).selectOptions('is one of')
    expect(last()?.value).toEqual({ lifecycle: { in: ['prospect'] } })
    await button('Prospect').click()
    expect(last()).toEqual({ value: {}, valid: false })
    expect(text('.head .muted')).toBe('1 condition is not finished and does not count yet.')
  })

  it('offers options, “me” and amounts in the controls that forms have', async () => {
    await mount({ lifecycle: 'prospect', ownerId: { actor: 'id' } })
    await page.getByRole('combobox', { name: 'Lifecycle: Value' }).selectOptions('Customer')
    expect(last()?.value).toEqual({ lifecycle: 'customer', ownerId: { actor: 'id' } })
    await page.getByRole('combobox', { name: 'Owner: Value' }).selectOptions('a colleague')
    await until(() => root().querySelector('kith-record-picker'))
    root().querySelector<HTMLElement>('kith-record-picker')?.focus()
    await userEvent.keyboard('Ola')
    await page.getByRole('option', { name: 'Ola Nordmann' }).click()
    expect(last()?.value).toEqual({ lifecycle: 'customer', ownerId: 'ola' })
    await until(() => text('.sentence') === 'Lifecycle is Customer and Owner is Ola Nordmann')
  })

  it('compares amounts in the base currency or in one currency', async () => {
    await mount()
    builder.object = 'deal'
    builder.value = { amount: { gte: { base: 5_000_000 } } }
    await until(() => text('.sentence')?.includes('50,000'))
    const amount = page.getByRole('textbox', { name: 'Amount: Amount' })
    await expect.element(amount).toHaveValue('50000')
    await amount.fill('1,200.50')
    expect(last()?.value).toEqual({ amount: { gte: { base: 120_050 } } })
    await page.getByRole('combobox', { name: 'Amount: Currency' }).selectOptions('EUR only')
    expect(last()?.value).toEqual({ amount: { gte: { amountMinor: 120_050, currency: 'EUR' } } })
  })

  it('compares times with days, and with lengths of time from now', async () => {
    await mount({ createdAt: { gt: { ago: { days: 30 } } } })
    await page.getByRole('spinbutton', { name: 'Created: Amount' }).fill('2')
    await page.getByRole('combobox', { name: 'Created: Unit' }).selectOptions('weeks')
    expect(last()?.value).toEqual({ createdAt: { gt: { ago: { weeks: 2 } } } })
    await page.getByRole('combobox', { name: 'Created: When' }).selectOptions('on a day')
    await page.getByLabelText('Created: Value').fill('2026-03-01')
    expect(last()?.value).toEqual({ createdAt: { gt: '2026-03-01' } })
  })

  it('lists several texts by Enter, and takes one away', async () => {
    await mount({ title: { in: ['Architect'] } })
    await page.getByRole('textbox', { name: /Job title/ }).fill('Surveyor')
    await userEvent.keyboard('{Enter}')
    expect(last()?.value).toEqual({ title: { in: ['Architect', 'Surveyor'] } })
    await button('Take Architect away').click()
    expect(last()?.value).toEqual({ title: { in: ['Surveyor'] } })
  })

  it('asks for days of the calendar: a period, the next days, one day, from day to day', async () => {
    await mount({ birthOn: { anniversary: 'today' } })
    const when = page.getByRole('combobox', { name: 'Date of birth: When' })
    await when.selectOptions('in the next')
    await page.getByRole('spinbutton', { name: 'Date of birth: Amount' }).fill('14')
    expect(last()?.value).toEqual({ birthOn: { anniversary: { next: { days: 14 } } } })
    await when.selectOptions('on a day')
    await page.getByRole('spinbutton', { name: 'Date of birth, Value: Day' }).fill('29')
    expect(last()).toEqual({ value: {}, valid: false })
    await page.getByRole('combobox', { name: 'Date of birth, Value: Month' }).selectOptions('February')
    expect(last()).toEqual({ value: { birthOn: { anniversary: '02-29' } }, valid: true })
    await page.getByRole('spinbutton', { name: 'Date of birth, Value: Day' }).fill('30')
    expect(last()?.valid).toBe(false)
    await when.selectOptions('from day to day')
    await page.getByRole('spinbutton', { name: 'Date of birth, from: Day' }).fill('24')
    await page.getByRole('combobox', { name: 'Date of birth, from: Month' }).selectOptions('December')
    await page.getByRole('spinbutton', { name: 'Date of birth, to: Day' }).fill('6')
    await page.getByRole('combobox', { name: 'Date of birth, to: Month' }).selectOptions('January')
    expect(last()).toEqual({ value: { birthOn: { anniversary: { from: '12-24', to: '01-06' } } }, valid: true })
  })

  it('asks for places near a point and within a box', async () => {
    await mount({ addresses: { some: { near: { latitude: 59.91, longitude: 10.75, withinKm: 25 } } } })
    const kilometres = page.getByRole('textbox', { name: /Kilometres$/ })
    await expect.element(kilometres).toHaveValue('25')
    await kilometres.fill('2.5')
    expect(last()?.value).toEqual({
      addresses: { some: { near: { latitude: 59.91, longitude: 10.75, withinKm: 2.5 } } },
    })
    await page.getByRole('textbox', { name: /Latitude$/ }).fill('95')
    await expect.poll(() => text('.error, .note-of')).toContain('degrees from -90 to 90')
  })

  it('asks for whatever belongs to my teams', async () => {
    await mount({ teamId: { in: { actor: 'teams' } } })
    await expect.element(button('my teams')).toHaveAttribute('aria-pressed', 'true')
    await button('my teams').click()
    expect(last()).toEqual({ value: {}, valid: false })
    await button('my teams').click()
    expect(last()?.value).toEqual({ teamId: { in: { actor: 'teams' } } })
  })

  it('asks about the entries of a list', async () => {
    await mount({ emails: { contains: 'example' } })
    await page.getByRole('combobox', { name: 'E-mail: Comparison' }).selectOptions('has none where…')
    expect(last()?.valid).toBe(false)
    await page.getByRole('button', { name: /^Add Condition to “E-mail/ }).click()
    await until(() => focused()?.matches('.fields input'))
    await userEvent.keyboard('kind{Enter}')
    await until(() => focused()?.matches('.value input'))
    await userEvent.keyboard('work')
    expect(last()).toEqual({ value: { emails: { none: { kind: { contains: 'work' } } } }, valid: true })
  })

  it('turns “all of” into “any of” and adds a group', async () => {
    await mount({ lifecycle: 'prospect', title: 'Architect' })
    await page.getByRole('combobox', { name: 'How many conditions have to hold' }).selectOptions('any of these is true')
    expect(last()?.value).toEqual({ or: [{ lifecycle: 'prospect' }, { title: 'Architect' }] })
    await button(/^Add Group/).click()
    await until(() => all('.group .group').length === 1)
  })

  it('removes a condition, says so, and takes it back where it stood', async () => {
    await mount({ lifecycle: 'prospect', title: 'Architect' })
    await button('Remove “Lifecycle is Prospect”').click()
    expect(last()?.value).toEqual({ title: 'Architect' })
    await until(() => said() === 'Removed: Lifecycle is Prospect')
    await until(() => focused()?.getAttribute('aria-label') === 'Remove “Job title is “Architect””')
    await userEvent.keyboard('{Control>}z{/Control}')
    expect(last()?.value).toEqual({ lifecycle: 'prospect', title: 'Architect' })
    await until(() => said() === 'Back again: Lifecycle is Prospect')
  })

  it('moves a condition by arrow keys, keeps the focus on it and says where it is', async () => {
    await mount({ lifecycle: 'prospect', title: 'Architect' })
    root().querySelector<HTMLElement>('.grip')?.focus()
    await userEvent.keyboard('{ArrowDown}')
    expect(Object.keys(last()?.value ?? {})).toEqual(['title', 'lifecycle'])
    await until(() => focused()?.getAttribute('aria-label')?.startsWith('Move “Lifecycle is Prospect”'))
    expect(said()).toBe('Place 2 of 2 in “Contacts where all of these are true”')
  })

  it('moves a condition by dragging its handle', async () => {
    await mount({ lifecycle: 'prospect', title: 'Architect', locale: 'nb' })
    const [first, , third] = all('.grip')
    await userEvent.dragAndDrop(first as Element, third as Element, { targetPosition: { x: 8, y: 28 } })
    await until(() => Object.keys(last()?.value ?? {}).join() === 'title,locale,lifecycle')
  })

  it('duplicates a condition from its menu', async () => {
    await mount({ lifecycle: 'prospect' })
    await button(/^More for/).click()
    await until(() => focused()?.matches('[role=menuitem]'))
    await userEvent.keyboard('{Enter}')
    expect(last()?.value).toEqual({ and: [{ lifecycle: 'prospect' }, { lifecycle: 'prospect' }] })
  })

  it('shows what has no row as its sentence, and loses none of it', async () => {
    const value = { createdAt: { gt: { ago: { days: 1, hours: 2 } } }, title: { contains: 'a' } }
    await mount(value)
    expect(text('.kept p')).toBe('Created is after 1 day and 2 hours ago')
    await page.getByRole('textbox', { name: 'Job title: Value' }).fill('b')
    expect(last()?.value).toEqual({ ...value, title: { contains: 'b' } })
  })

  it('takes JSON, and shows the place of what is wrong', async () => {
    await mount({ lifecycle: 'prospect' })
    await button('JSON').click()
    const area = page.getByRole('textbox', { name: 'The filter as JSON' })
    await area.fill('{\n  "lifecycle": "customer",\n  "createdAt": { "within": "someday" }\n}')
    expect(text('#json-note')).toBe(
      'Line 3 /createdAt/within Cannot be used: a period such as "thisMonth" is needed here.',
    )
    expect(text('mark')).toBe('"within": "someday"')
    expect(builder.checkValidity()).toBe(false)
    expect(changed).not.toHaveBeenCalled()
    await area.fill('{ "lifecycle": "customer" }')
    expect(last()).toEqual({ value: { lifecycle: 'customer' }, valid: true })
    await button('Conditions').click()
    await expect.element(page.getByRole('combobox', { name: 'Lifecycle: Value' })).toHaveValue('customer')
  })

  it('is a field of a form: sends its filter as JSON, is reset and disabled with it', async () => {
    const form = document.createElement('form')
    form.append(document.createElement('fieldset'))
    document.body.append(form)
    await mount({ lifecycle: 'prospect' }, 900, form.firstElementChild as HTMLElement)
    builder.setAttribute('name', 'where')
    const sent = () => new FormData(form).get('where')
    expect(sent()).toBe('{"lifecycle":"prospect"}')
    await page.getByRole('combobox', { name: 'Lifecycle: Value' }).selectOptions('Customer')
    expect(sent()).toBe('{"lifecycle":"customer"}')
    form.reset()
    await until(() => sent() === '{"lifecycle":"prospect"}')
    ;(form.firstElementChild as HTMLFieldSetElement).disabled = true
    await until(() => all('fieldset:disabled').length === 1)
    expect(sent()).toBeNull()
  })

  it('stops a form until every condition is finished, and moves the focus there', async () => {
    const form = document.createElement('form')
    document.body.append(form)
    await mount({ title: { contains: 'a' } }, 900, form)
    expect(form.checkValidity()).toBe(true)
    await page.getByRole('textbox', { name: 'Job title: Value' }).fill('')
    expect(builder.reportValidity()).toBe(false)
    expect(builder.validationMessage).toBe('Finish or remove each condition.')
    expect(form.checkValidity()).toBe(false)
  })

  it('only shows a filter that is read-only', async () => {
    await mount(RICH)
    builder.readOnly = true
    await until(() => all('fieldset').length === 0)
    expect(text('.sentence')).toContain('Lifecycle is Prospect or Customer')
  })

  it('says what is wrong when nothing can be loaded, and loads at the next try', async () => {
    const asked = vi.spyOn(made.admin, 'model').mockRejectedValue(new Error('no network'))
    builder = document.createElement('kith-filter-builder')
    Object.assign(builder, { object: 'contact', client: made.admin })
    document.body.append(builder)
    await until(() => all('[part=error]').length === 1)
    asked.mockRestore()
    await button('Try again').click()
    await until(() => text('.sentence') === 'Every contact')
  })

  it('writes no style into the page, so that a strict policy lets it work', async () => {
    await mount(RICH)
    expect(all('[style]').filter((one) => !one.matches('[popover]'))).toEqual([])
    expect(all('style')).toEqual([])
  })

  it('speaks Norwegian', async () => {
    document.documentElement.lang = 'nb'
    await mount({ lifecycle: 'prospect' })
    await until(() => text('.sentence') === 'Livssyklus er Emne')
    await expect.element(button(/^Legg til Vilkår/)).toBeVisible()
  })

  it.each([
    ['light', 900],
    ['dark', 900],
    ['light', 320],
    ['dark', 320],
  ])('has nothing that stands in the way of people, %s at %i px', async (theme, width) => {
    document.documentElement.dataset['theme'] = theme
    if (theme === 'dark') document.body.style.background = '#1b1d22'
    await mount(RICH, width)
    await until(() => text('.count b')?.includes('of 5'))
    expect(await violations()).toEqual([])
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width)
    document.body.removeAttribute('style')
  })
})
