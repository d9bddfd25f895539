import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoApi, submit, type Wire } from './testing/demo-api.ts'
import { leftBehind, openBrowser, signIn, type Visit, visit } from './testing/demo-browser.ts'
import { type DemoProcess, startDemo } from './testing/demo-process.ts'

/** More than four would meet the rate limit of the form. */
const ROUNDS = process.env['KITH_SOAK'] ? 4 : 1
const CAMPAIGN = '?utm_source=newsletter&utm_medium=email&utm_campaign=autumn'
const CONSENT = 'You may contact me about offers that fit my enquiry. I can withdraw this at any time.'

let demo: DemoProcess
let browser: Browser
let admin: ReturnType<typeof demoApi>

beforeAll(async () => {
  demo = await startDemo()
  browser = await openBrowser()
  admin = demoApi(demo.origin)
})
afterAll(async () => {
  await browser?.close()
  await demo?.dispose()
})

const leadsOf = (email: string) => admin.list('leads', { email })
const submissionsOf = async (email: string) => {
  const leads = await leadsOf(email)
  return (await Promise.all(leads.map(({ id }) => admin.list('submissions', { leadId: id })))).flat()
}

/** Waits for the element's own form, which takes the place of the plain one. */
async function formOf(page: Page) {
  await page.locator('kith-lead-form').getByText('optional').first().waitFor()
  return page.locator('kith-lead-form')
}

async function fillIn(page: Page, email: string): Promise<void> {
  await formOf(page)
  await page.getByLabel('Name').fill('Kari Nes')
  await page.getByLabel('E-mail').fill(email)
}

const sendButton = (page: Page) => page.locator('kith-lead-form').getByRole('button', { name: 'Send' })

/** Writes the form and sends it without a mouse, from the first Tab on the page. */
async function sendByKeyboard({ page }: Visit, email: string): Promise<void> {
  await formOf(page)
  const keys = page.keyboard
  await keys.press('Tab')
  await keys.press('Enter') // "Skip to the form"
  await keys.press('Tab')
  for (const text of ['Zoë Ünsal-Bårdsen', email, '+47 22 33 44 55', 'Is there a lift?']) {
    await keys.type(text)
    await keys.press('Tab')
  }
  await keys.press('Space')
  await keys.press('Tab')
  await keys.press('Enter')
}

describe.each([
  ['the company site', 0],
  ['the company site on another origin', 1],
] as const)('%s', (_, offset) => {
  const site = () => (offset === 0 ? demo.origin : demo.other)

  it('takes a form that was written by keyboard, tells the agent within a second, and leaves nothing behind', async () => {
    const email = `keyboard${offset}@example.com`
    const [visitor, agent] = [
      await visit(browser, `${site()}/${CAMPAIGN}`),
      await signIn(browser, demo.origin, /Anders/, '/leads'),
    ]
    await agent.page.getByRole('heading', { name: 'Leads' }).last().waitFor()
    expect(await leftBehind(visitor)).toEqual([])

    const shown = agent.page.getByText(email).waitFor()
    const posted = visitor.page.waitForRequest((request) => request.url().endsWith('/submissions'))
    await sendByKeyboard(visitor, email)
    await posted
    const sentAt = performance.now()
    await shown
    expect(performance.now() - sentAt).toBeLessThan(1_000)

    await visitor.page.getByText('Thank you').waitFor()
    expect(await leftBehind(visitor)).toEqual([])
    expect([...visitor.complaints, ...agent.complaints]).toEqual([])
    const utm = { utm_source: 'newsletter', utm_medium: 'email', utm_campaign: 'autumn' }
    const [lead, ...more] = await leadsOf(email)
    expect(more).toEqual([])
    expect(lead).toMatchObject({
      name: { full: 'Zoë Ünsal-Bårdsen' },
      phone: '+4722334455',
      message: 'Is there a lift?',
      source: 'website',
      campaign: 'autumn',
      utm,
      firstTouch: { ...utm, page: `${site()}/` },
    })
    expect(await admin.list('consents', { leadId: lead?.id })).toMatchObject([
      { purpose: 'sales', state: 'given', text: CONSENT, method: 'form', page: `${site()}/` },
    ])
    expect(await admin.list('submissions', { leadId: lead?.id })).toMatchObject([{ formVersion: 1, state: 'accepted' }])
    await Promise.all([visitor.context.close(), agent.context.close()])
  })

  it('takes the plain form of a browser without JavaScript, twice pressed as once', async () => {
    const email = `plain${offset}@example.com`
    const { page, context } = await visit(browser, site(), { javaScriptEnabled: false })
    for (const _ of ['once', 'again']) {
      await page.goto(site())
      await page.getByLabel('Name').fill('Kari Nes')
      await page.getByLabel('E-mail').fill(email)
      await page.getByLabel('Message').fill('Without a script')
      const answered = page.waitForResponse((response) => response.url().includes('/submissions'))
      await page.getByRole('button', { name: 'Send' }).click()
      expect((await answered).status()).toBe(303)
      await page.getByRole('heading', { name: 'Thank you' }).waitFor()
      expect(new URL(page.url()).pathname).toBe('/kith/v1/forms/contact/thanks')
    }
    expect(await leadsOf(email)).toMatchObject([{ message: 'Without a script', source: 'website' }])
    expect(await submissionsOf(email)).toHaveLength(1)
    await context.close()
  })

  it('keeps a form that is sent offline, and sends it by itself when the network is back', async () => {
    const email = `offline${offset}@example.com`
    const { page, context } = await visit(browser, site())
    await fillIn(page, email)
    await sendButton(page).waitFor()
    await page.waitForLoadState('networkidle')
    await context.setOffline(true)
    await sendButton(page).click()
    await page.getByText('Kept on this device').waitFor()
    expect(await leadsOf(email)).toEqual([])
    await context.setOffline(false)
    await page.getByText('Thank you').waitFor()
    expect(await leadsOf(email)).toHaveLength(1)
    expect(await submissionsOf(email)).toHaveLength(1)
    expect(await page.evaluate(() => localStorage.length)).toBe(0)
    await context.close()
  })

  it('sends at the next visit what was still waiting when its page was closed', async () => {
    const email = `later${offset}@example.com`
    const { page, context } = await visit(browser, site())
    await fillIn(page, email)
    await page.waitForLoadState('networkidle')
    await context.setOffline(true)
    await sendButton(page).click()
    await page.getByText('Kept on this device').waitFor()
    await page.close()
    await context.setOffline(false)
    const next = await context.newPage()
    await next.goto(site())
    await expect.poll(() => leadsOf(email), { timeout: 10_000 }).toHaveLength(1)
    await expect.poll(() => next.evaluate(() => localStorage.length)).toBe(0)
    expect(await submissionsOf(email)).toHaveLength(1)
    await context.close()
  })
})

describe('one intent of a visitor', () => {
  it('is one lead when Send is clicked twice', async () => {
    const { page, context } = await visit(browser, demo.origin)
    await fillIn(page, 'double@example.com')
    await sendButton(page).dblclick()
    await page.getByText('Thank you').waitFor()
    expect(await submissionsOf('double@example.com')).toHaveLength(1)
    await context.close()
  })

  it('is one lead with one receipt when the same key comes 20 times at once', async ({ task }) => {
    for (let round = 0; round < ROUNDS; round++) {
      const [key, email] = [`key-twenty-${round}`, `twenty${round}@example.com`]
      const send = () => submit(demo.origin, key, { name: 'Kari Nes', email })
      const answers = await Promise.all(Array.from({ length: 20 }, send))
      expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201))
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
      expect(await submissionsOf(email)).toMatchObject([{ id: answers[0]?.body.id }])
      expect(await leadsOf(email)).toHaveLength(1)
    }
    task.meta.report = {
      name: 'same-key',
      what: 'One submission sent 20 times at once with the same idempotency key: leads and receipts of each round.',
      n: 20 * ROUNDS,
      figures: { rounds: ROUNDS, atOnce: 20, leadsEach: 1, receiptsEach: 1 },
    }
  })

  it('is refused when the same key comes with another text, and the first stays', async () => {
    const values = { name: 'Kari Nes', email: 'other-body@example.com' }
    const first = await submit(demo.origin, 'key-other-body', { ...values, message: 'One' })
    const second = await submit(demo.origin, 'key-other-body', { ...values, message: 'Two' })
    expect(second).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_MISMATCH' } })
    expect(await submissionsOf(values.email)).toMatchObject([{ id: first.body.id, values: { message: 'One' } }])
  })
})

describe('a plain form post', () => {
  const post = (fields: Readonly<Record<string, string>>, multipart = false, headers: Record<string, string> = {}) => {
    const body = multipart ? new FormData() : new URLSearchParams()
    for (const [name, value] of Object.entries(fields)) body.append(name, value)
    const url = `${demo.origin}/kith/v1/forms/contact/submissions?site=site_demo`
    return fetch(url, { method: 'POST', body, headers, redirect: 'manual' })
  }

  it('may be multipart, and counts with the same values as the same submission', async () => {
    const fields = { name: 'Kari Nes', email: 'multipart@example.com', _consent: 'sales' }
    for (const multipart of [true, false, true]) expect((await post(fields, multipart)).status).toBe(303)
    const [submission, ...more] = await submissionsOf(fields.email)
    expect(more).toEqual([])
    expect(submission).toMatchObject({ consents: [{ purpose: 'sales', text: CONSENT }] })
  })

  it.each([
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https://evil.example/',
    'https:evil.example',
    'https://127.0.0.1.evil.example/',
    'http://127.0.0.1@evil.example/',
    'javascript:alert(1)',
    'data:text/html,x',
    '/%09/evil.example',
    '\t//evil.example',
    '/\n/evil.example',
  ])('is never sent on to %j', async (next) => {
    const response = await post({ name: 'Kari Nes', email: 'redirect@example.com', _next: next })
    expect(response.status).toBe(303)
    const { origin } = new URL(response.headers.get('location') ?? '', demo.origin)
    expect([demo.origin, demo.other]).toContain(origin)
  })

  it('goes where its page wants it on its own site', async () => {
    const response = await post({ name: 'Kari Nes', email: 'redirect@example.com', _next: '/?sent=1' })
    expect(new URL(response.headers.get('location') ?? '', demo.origin).href).toBe(`${demo.origin}/?sent=1`)
  })

  it('that misses something is answered with a page that says so, and stores nothing', async () => {
    const before = (await admin.list('submissions')).map(({ id }: Wire) => id)
    const response = await post({ name: 'Kari Nes', email: 'no address' }, false, { accept: 'text/html' })
    expect([response.status, response.headers.get('content-type')]).toEqual([400, 'text/html; charset=utf-8'])
    expect(await response.text()).toContain('no address')
    expect((await admin.list('submissions')).map(({ id }: Wire) => id)).toEqual(before)
  })
})
