import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { text } from '@kith/core'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Demo, serveDemo } from './server.ts'
import { demoApi, submit, type Wire } from './testing/demo-api.ts'
import { openBrowser, signIn } from './testing/demo-browser.ts'
import { freePort } from './testing/demo-process.ts'

/** The one place: the demo's configuration with a field more on `contact`, and one on `lead`; a form may ask for both. */
vi.mock('./config.ts', async (original) => {
  const { config } = await original<typeof import('./config.ts')>()
  const field = (en: string) => text({ label: { en, nb: en }, indexed: true })
  const contact = { ...config.fields['contact'], petName: field('Pet name') }
  const fields = {
    ...config.fields,
    contact,
    lead: { ...config.fields['lead'], favouriteView: field('Favourite view') },
  }
  return { config: { ...config, fields } }
})

const folder = mkdtempSync(join(tmpdir(), 'kith-fields-'))
let demo: Demo
let origin: string
let browser: Browser
let admin: ReturnType<typeof demoApi>

beforeAll(async () => {
  const port = await freePort()
  origin = `http://127.0.0.1:${port}`
  demo = await serveDemo({ port, folder, fresh: false, empty: true, say: () => {} })
  browser = await openBrowser()
  admin = demoApi(origin)
})
afterAll(async () => {
  await browser?.close()
  await demo?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Adds a field to contacts as an administrator does, while the server runs. */
async function atRunTime(): Promise<string> {
  const json = { id: 'boatName', type: 'text', label: { en: 'Boat name', nb: 'Båtnavn' }, indexed: true }
  const { status, body, text: said } = await admin.call('/objects/contact/fields', { json })
  expect(status, said).toBe(201)
  return body.id
}

/** Places where people and programs meet a field of contacts, and whether it is there. */
async function placesOf(field: string, label: string) {
  type Document = { components: { schemas: Record<string, { properties: object }> } }
  type Model = { objects: { name: string; fields: object }[] }
  const { schemas } = (await admin.call<Document>('/openapi.json')).body.components
  const { objects } = (await admin.call<Model>('/model')).body
  const contact = await admin.create('contacts', { name: `With ${label}`, [field]: 'Balder' })
  const found = await admin.list('contacts', { [field]: 'balder' })
  const { page, context } = await signIn(browser, origin, /Merve/, '/contacts')
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('checkbox', { name: label }).check()
  await page.getByRole('columnheader', { name: label }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('cell', { name: 'Balder' }).first().waitFor()
  await page.getByRole('button', { name: 'New contact' }).first().click()
  await page.getByRole('textbox', { name: label }).waitFor()
  await page.goto(`${origin}/app/contacts/${contact.id}`)
  await page.getByRole('button', { name: `Edit ${label}` }).waitFor({ state: 'attached' })
  await context.close()
  return {
    openApi: ['Contact', 'ContactCreate', 'ContactUpdate'].filter((name) => field in (schemas[name]?.properties ?? {})),
    model: objects.filter(({ fields }) => field in fields).map(({ name }) => name),
    answer: contact[field],
    found: found.map(({ id }) => id === contact.id),
  }
}

const EVERYWHERE = {
  openApi: ['Contact', 'ContactCreate', 'ContactUpdate'],
  model: ['contact'],
  answer: 'Balder',
  found: [true],
}

/** Ids of what the contact form of the site asks. */
async function asked(): Promise<readonly string[]> {
  const headers = { 'Kith-Site': 'site_demo' }
  const { body } = await admin.call<{ fields: { id: string }[] }>('/forms/contact', { headers })
  return body.fields.map(({ id }) => id)
}

function columns(): readonly string[] {
  const db = new DatabaseSync(join(folder, 'kith.db'), { readOnly: true })
  const tables = db.prepare("SELECT sql FROM sqlite_schema WHERE type IN ('table', 'index') AND sql IS NOT NULL").all()
  db.close()
  return tables.map(({ sql }) => String(sql))
}

const STANDARD = ['name', 'email', 'phone', 'message']

describe('a field of contacts that one line of the configuration adds', () => {
  it('is in the API, in OpenAPI, in the list, the form and the record page', async () => {
    expect(await placesOf('petName', 'Pet name')).toEqual(EVERYWHERE)
  })

  it('is a column with an index of its own', () => {
    const made = columns().filter((sql) => sql.includes('petName'))
    expect(made.some((sql) => sql.startsWith('CREATE TABLE'))).toBe(true)
    expect(made.some((sql) => sql.startsWith('CREATE INDEX'))).toBe(true)
  })

  it('is in no public form', async () => {
    expect(await asked()).toEqual(STANDARD)
    const values = { name: 'Kari Nes', email: 'pet@example.com', petName: 'Balder' }
    expect(await submit(origin, 'key-unasked', values)).toMatchObject({ status: 400 })
  })
})

describe('a field that an administrator adds while the server runs', () => {
  it('is in the API, in OpenAPI, in the list, the form and the record page at once, without a new column', async () => {
    const before = columns()
    const id = await atRunTime()
    expect(await placesOf(id, 'Boat name')).toEqual(EVERYWHERE)
    expect(columns()).toEqual(before)
    expect(await asked()).toEqual(STANDARD)
  })

  it('is not there for another company', async () => {
    const other = demoApi(origin, 'demo-other-tenant')
    expect((await other.call('/openapi.json')).text).not.toContain('boatName')
    expect((await other.call('/contacts', { json: { name: 'x', x_boatName: 'y' } })).status).toBe(400)
  })
})

describe('a public form', () => {
  it('asks for a field from the moment on that its definition names it, and its value is found by its id', async () => {
    const values = { name: 'Kari Nes', email: 'view@example.com', favouriteView: 'The fjord' }
    expect(await submit(origin, 'key-view-0001', values)).toMatchObject({ status: 400 })
    const form = (await admin.call('/form-definitions/contact')).body
    const fields = [...(form['fields'] as object[]), { field: 'favouriteView' }, { field: 'petName' }]
    const changed = await admin.call('/form-definitions/contact', {
      method: 'PATCH',
      json: { fields },
      headers: { 'If-Match': `"${form.version}"` },
    })
    expect(changed.status, changed.text).toBe(200)
    expect(await asked()).toEqual([...STANDARD, 'favouriteView', 'petName'])

    const page = await browser.newPage()
    await page.goto(origin)
    await page.getByLabel('Favourite view').fill('The fjord')
    await page.close()

    const answers = { ...values, petName: 'Balder' }
    const { status, body } = await submit(origin, 'key-view-0002', answers)
    expect(status).toBe(201)
    const [lead] = await admin.list('leads', { favouriteView: 'the fjord' })
    expect(lead).toMatchObject({ email: 'view@example.com', favouriteView: 'The fjord', submissionId: body.id })
    await admin.call(`/leads/${(lead as Wire).id}/convert`, { json: {} })
    const [converted] = await admin.list('leads', { email: 'view@example.com' })
    expect(converted).toMatchObject({ status: 'converted', favouriteView: 'The fjord' })
    expect(await admin.list('contacts', { emails: { some: { value: 'view@example.com' } } })).toMatchObject([
      { petName: 'Balder' },
    ])
    expect((await admin.call(`/submissions/${body.id}`)).body).toMatchObject({
      values: { favouriteView: 'The fjord', petName: 'Balder' },
      formVersion: changed.body.version,
    })
  })
})
