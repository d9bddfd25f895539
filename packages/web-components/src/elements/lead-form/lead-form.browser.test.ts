import axe from 'axe-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { FormApi } from '../../api/forms.ts'
import './define.ts'
import { until } from '../../testing/until.ts'
import {
  aForm,
  fakeForms,
  fieldsOfAllTypes,
  formWithConditions,
  never,
  refusedEmail,
  tooMany,
  unreachable,
} from './lead-form.fixture.ts'
import type { KithLeadForm } from './lead-form.ts'

async function mount(client: FormApi = fakeForms(), inner = ''): Promise<KithLeadForm> {
  const element = document.createElement('kith-lead-form')
  element.form = 'contact'
  element.client = client
  element.insertAdjacentHTML('beforeend', inner)
  document.body.append(element)
  await until(() => element.renderRoot.querySelector('.trap'))
  return element
}

const name = () => page.getByRole('textbox', { name: 'Name' })
const email = () => page.getByRole('textbox', { name: 'E-mail' })
const send = () => page.getByRole('button', { name: 'Book a viewing' })

async function fill(): Promise<void> {
  await name().fill('Zoë Ünsal-Bårdsen')
  await email().fill('zoe@example.com')
}

const focused = () => document.querySelector('kith-lead-form')?.shadowRoot?.activeElement
const unsent = () => Object.keys(localStorage).find((name) => name.startsWith('kith-unsent')) ?? ''
const outcome = () => page.getByText(/Thank you. A person answers/)

beforeEach(() => document.documentElement.setAttribute('lang', 'en'))

afterEach(() => {
  document.body.replaceChildren()
  localStorage.clear()
  for (const name of ['data-theme', 'dir', 'class']) document.documentElement.removeAttribute(name)
})

describe('kith-lead-form', () => {
  it('sends what was written, with the token, where the visitor came from, and the ticked consents', async () => {
    history.replaceState(null, '', '?utm_source=mail&gclid=g1&other=x')
    const client = fakeForms()
    await mount(client)
    await fill()
    await page.getByRole('checkbox').click()
    await send().click()
    await expect.element(outcome()).toBeVisible()
    expect(client.calls[0]?.input).toMatchObject({
      values: { name: 'Zoë Ünsal-Bårdsen', email: 'zoe@example.com' },
      consents: [{ purpose: 'sales', channel: 'phone' }],
      token: 'signed',
      source: { utm_source: 'mail', gclid: 'g1', page: location.origin + location.pathname },
    })
    expect(client.calls[0]?.input).toHaveProperty('website_url', '')
    expect(client.calls[0]?.input).not.toHaveProperty('source.other')
    history.replaceState(null, '', location.pathname)
  })

  it('can be filled in and sent by keyboard alone, and the thanks get the focus', async () => {
    const element = await mount()
    await userEvent.keyboard('{Tab}Zoë{Tab}zoe@example.com{Tab}{Tab}{Tab}{ }{Enter}')
    await expect.element(outcome()).toBeVisible()
    expect(element.renderRoot.querySelector(':focus')?.getAttribute('part')).toBe('thanks')
  })

  it('never ticks a consent by itself', async () => {
    await mount()
    await expect.element(page.getByRole('checkbox')).not.toBeChecked()
  })

  it('says what to do, marks the field and puts the focus there', async () => {
    const client = fakeForms()
    await mount(client)
    await name().fill('Zoë')
    await email().fill('zoe@example')
    await send().click()
    await until(() => focused() === email().element())
    await expect.element(email()).toHaveAttribute('aria-invalid', 'true')
    await expect.element(email()).toHaveAccessibleDescription('Check the address: the part after @ needs a dot.')
    expect(client.calls).toEqual([])
  })

  it('takes the message away as soon as the field is right', async () => {
    await mount()
    await name().fill('Zoë')
    await email().fill('zoe@example')
    await send().click()
    await email().fill('zoe@example.com')
    await expect.element(email()).toHaveAttribute('aria-invalid', 'false')
  })

  it('lists several errors, each with a link to its field', async () => {
    await mount()
    await send().click()
    await expect.element(page.getByRole('alert').getByText(/2 answers need a change/)).toBeVisible()
    await page.getByRole('link', { name: 'E-mail' }).click()
    await until(() => focused() === email().element())
  })

  it('shows a field with a condition, and asks for it, only while the answers satisfy it', async () => {
    const client = fakeForms(formWithConditions())
    await mount(client)
    const kind = page.getByRole('combobox', { name: 'Kind of home' })
    const garden = page.getByRole('checkbox', { name: 'It should have a garden' })
    const wish = page.getByRole('textbox', { name: 'What shall grow there?' })
    await kind.selectOptions('flat')
    await email().fill('zoe@example.com')
    expect([garden.elements(), wish.elements()]).toEqual([[], []])
    await kind.selectOptions('house')
    await garden.click()
    await wish.fill('Apples')
    await kind.selectOptions('flat')
    await expect.element(wish).not.toBeInTheDocument()
    await kind.selectOptions('house')
    await expect.element(wish).toHaveValue('Apples')
    await wish.fill('')
    await send().click()
    await until(() => focused() === wish.element())
    await kind.selectOptions('flat')
    await send().click()
    await expect.element(outcome()).toBeVisible()
    expect(client.calls.map(({ input }) => (input as { values: unknown }).values)).toEqual([
      { kind: 'flat', email: 'zoe@example.com' },
    ])
  })

  it('lets people fill in a field of several parts that was hidden at first', async () => {
    const client = fakeForms(formWithConditions())
    await mount(client)
    await page.getByRole('combobox', { name: 'Kind of home' }).selectOptions('house')
    await page.getByRole('textbox', { name: 'Town or city' }).fill('Molde')
    await email().fill('zoe@example.com')
    await send().click()
    await expect.element(outcome()).toBeVisible()
    expect(client.calls[0]?.input).toMatchObject({ values: { kind: 'house', address: { city: 'Molde' } } })
  })

  it('looks at values of the page for what to show', async () => {
    const element = await mount(fakeForms(formWithConditions()))
    element.values = { kind: 'house', garden: true }
    await expect.element(page.getByRole('textbox', { name: 'What shall grow there?' })).toBeVisible()
  })

  it('asks for a required consent', async () => {
    const client = fakeForms(aForm({ consents: [{ purpose: 'terms', text: 'I agree.', required: true }] }))
    await mount(client)
    await fill()
    await send().click()
    await until(() => focused() === page.getByRole('checkbox').element())
    expect(client.calls).toEqual([])
  })

  it('shows what the server refuses at the field', async () => {
    await mount(fakeForms(aForm(), [refusedEmail]))
    await fill()
    await send().click()
    await until(() => focused() === email().element())
    await expect.element(email()).toHaveAccessibleDescription('Check the address: write it as name@example.com.')
    await expect.element(email()).toHaveValue('zoe@example.com')
  })

  it('sends once, however often the button is pressed', async () => {
    const client = fakeForms(aForm(), [never])
    await mount(client)
    await fill()
    const button = send().element() as HTMLButtonElement
    button.click()
    button.click()
    button.click()
    await expect.element(page.getByRole('button', { name: 'Sending…' })).toBeVisible()
    await until(() => client.calls.length > 0)
    expect(client.calls).toHaveLength(1)
  })

  it('keeps what cannot be sent on this device and sends it with the same key when the connection is back', async () => {
    const client = fakeForms(aForm(), [unreachable, 'ok'])
    await mount(client)
    await fill()
    expect(localStorage.length).toBe(0)
    await send().click()
    await expect.element(page.getByText(/Kept on this device/)).toBeVisible()
    expect(localStorage.getItem(unsent())).toContain('zoe@example.com')
    dispatchEvent(new Event('online'))
    await expect.element(outcome()).toBeVisible()
    expect(client.calls[1]?.key).toBe(client.calls[0]?.key)
    expect(client.calls[1]?.input).toEqual(client.calls[0]?.input)
    expect(localStorage.length).toBe(0)
  })

  it('sends on the next page what an earlier page kept', async () => {
    const first = fakeForms(aForm(), [unreachable])
    await mount(first)
    await fill()
    await send().click()
    await until(() => localStorage.getItem(unsent()))
    const key = unsent()
    const kept = localStorage.getItem(key) as string
    document.body.replaceChildren()
    localStorage.setItem(key, kept)
    const next = fakeForms()
    const success = new Promise((done) => document.addEventListener('kith-success', done, { once: true }))
    await mount(next)
    await success
    expect(next.calls[0]?.key).toBe(first.calls[0]?.key)
    expect(localStorage.length).toBe(0)
  })

  it('stores nothing in the browser before the visitor presses send', async () => {
    await mount()
    await fill()
    expect(localStorage.length + sessionStorage.length + document.cookie.length).toBe(0)
  })

  it('says how long to wait when the server is asked too often', async () => {
    await mount(fakeForms(aForm(), [tooMany]))
    await fill()
    await send().click()
    await expect.element(page.getByText(/in 30 seconds/)).toBeVisible()
    await expect.element(name()).toHaveValue('Zoë Ünsal-Bårdsen')
  })

  it('lets the page stop a submission, or change it', async () => {
    const client = fakeForms()
    const element = await mount(client)
    element.addEventListener('kith-submit', (event) => event.preventDefault(), { once: true })
    await fill()
    await send().click()
    expect(client.calls).toEqual([])
    element.addEventListener('kith-submit', (event) => {
      event.detail.values['name'] = 'Zoë (partner)'
    })
    await send().click()
    await expect.element(outcome()).toBeVisible()
    expect(client.calls[0]?.input).toMatchObject({ values: { name: 'Zoë (partner)' } })
  })

  it('tells the page of a success with ids only, and the tag manager only when asked', async () => {
    const element = await mount()
    element.setAttribute('analytics', 'datalayer')
    const details: unknown[] = []
    document.body.addEventListener('kith-success', (event) => details.push((event as CustomEvent).detail), {
      once: true,
    })
    await fill()
    await send().click()
    await expect.element(outcome()).toBeVisible()
    expect(details).toEqual([{ submissionId: 'submission-1' }])
    expect((window as { dataLayer?: object[] }).dataLayer).toEqual([
      { event: 'generate_lead', form_id: 'contact', form_name: 'Book a viewing', lead_id: 'submission-1' },
    ])
  })

  it('takes the place of a plain form, with what was typed and the focus', async () => {
    const element = document.createElement('kith-lead-form')
    const form = await new Promise<(value: ReturnType<typeof aForm>) => void>((ready) => {
      element.form = 'contact'
      element.client = { ...fakeForms(), form: () => new Promise((done) => ready(done)) }
      element.insertAdjacentHTML(
        'beforeend',
        '<form method="post" action="/x"><input name="name" aria-label="Plain"></form>',
      )
      document.body.append(element)
    })
    await page.getByRole('textbox', { name: 'Plain' }).fill('Zo')
    form(aForm())
    await expect.element(name()).toHaveValue('Zo')
    await until(() => focused() === name().element())
    expect(element.querySelector('form')).toBeNull()
  })

  it('leaves the plain form where the server cannot be reached', async () => {
    const element = document.createElement('kith-lead-form')
    element.client = { ...fakeForms(), form: () => Promise.reject(unreachable) }
    element.insertAdjacentHTML(
      'beforeend',
      '<form method="post" action="/x"><input name="name" aria-label="Plain"></form>',
    )
    document.body.append(element)
    await expect.element(page.getByRole('textbox', { name: 'Plain' })).toBeVisible()
  })

  it('keeps its answers when the page takes it out and puts it back', async () => {
    const element = await mount()
    await fill()
    element.remove()
    document.body.append(element)
    await expect.element(name()).toHaveValue('Zoë Ünsal-Bårdsen')
  })

  it('reads each type of field as the API takes it', async () => {
    const client = fakeForms(aForm({ fields: fieldsOfAllTypes }))
    const element = await mount(client)
    await page.getByLabelText('Company').fill('Ünsal AS')
    await page.getByRole('textbox', { name: 'Website optional' }).fill('www.example.com')
    await page.getByLabelText(/^Rooms/).fill('3')
    await page.getByRole('textbox', { name: 'Amount' }).fill('1,200.50')
    await page.getByLabelText(/^Moving day/).fill('2026-12-01')
    await page.getByLabelText('We have pets').click()
    await page.getByLabelText('Kind of home').selectOptions('flat')
    await page.getByLabelText('A lift').click()
    await page.getByLabelText('A garden').click()
    await page.getByRole('radio', { name: '4' }).click()
    await page.getByRole('textbox', { name: 'Town or city' }).fill('Ålesund')
    await page.getByRole('combobox', { name: 'Country' }).selectOptions('NO')
    await page.getByLabelText(/^Plan of your home/).upload(new File(['x'], 'plan.txt', { type: 'text/plain' }))
    expect(element.renderRoot.textContent).not.toContain('Never shown')
    await send().click()
    await expect.element(outcome()).toBeVisible()
    expect(client.calls[0]?.input).toHaveProperty('values', {
      company: 'Ünsal AS',
      website: 'https://www.example.com',
      rooms: 3,
      budget: { amountMinor: 120_050, currency: 'EUR' },
      movingOn: '2026-12-01',
      pets: true,
      kind: 'flat',
      extras: ['lift', 'garden'],
      stars: 4,
      address: { city: 'Ålesund', country: 'NO' },
      plan: 'file-1',
    })
  })

  it('speaks the language of the page', async () => {
    document.documentElement.setAttribute('lang', 'nb-NO')
    await mount()
    await send().click()
    await expect.element(page.getByRole('alert').getByText(/2 svar må endres/)).toBeVisible()
    document.documentElement.setAttribute('lang', 'en')
    await expect.element(page.getByRole('alert').getByText(/2 answers need a change/)).toBeVisible()
  })

  it('follows the dark switch of the page, the font of the page, and a colour of the page', async () => {
    const element = await mount()
    const scheme = () => getComputedStyle(element).colorScheme
    document.documentElement.setAttribute('data-theme', 'dark')
    await until(() => scheme() === 'dark')
    document.documentElement.removeAttribute('data-theme')
    document.documentElement.className = 'dark'
    await until(() => scheme() === 'dark')
    document.documentElement.className = ''
    await until(() => scheme() !== 'dark')
    document.body.style.setProperty('--kith-accent', 'rgb(0, 100, 80)')
    document.body.style.setProperty('font-family', 'monospace')
    expect(getComputedStyle(send().element()).backgroundColor).toBe('rgb(0, 100, 80)')
    expect(getComputedStyle(name().element()).fontFamily).toBe('monospace')
    document.body.removeAttribute('style')
  })

  it.each(['light', 'dark'])('has nothing that axe finds, %s, with errors and all types of fields', async (theme) => {
    document.documentElement.setAttribute('data-theme', theme)
    document.body.style.setProperty('background', theme === 'dark' ? '#111' : '#fff')
    await mount(fakeForms(aForm({ fields: [...aForm().fields, ...fieldsOfAllTypes] })))
    await send().click()
    await expect.element(page.getByRole('alert')).toBeVisible()
    const { violations } = await axe.run(document.body, { rules: { region: { enabled: false } } })
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
    document.body.removeAttribute('style')
  })

  it('turns round with the page', async () => {
    document.documentElement.setAttribute('dir', 'rtl')
    await mount()
    const box = page.getByRole('checkbox').element().getBoundingClientRect()
    const text = page
      .getByText(/You may call me/)
      .element()
      .getBoundingClientRect()
    expect(box.left).toBeGreaterThan(text.right - 1)
  })

  it('has targets of 44 px and inputs of 16 px, and fits 320 px', async () => {
    await page.viewport(320, 640)
    await mount()
    expect(send().element().getBoundingClientRect().height).toBeGreaterThanOrEqual(44)
    expect(getComputedStyle(email().element()).fontSize).toBe('16px')
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(320)
    await page.viewport(1280, 800)
  })
})
