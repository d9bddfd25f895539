import { seededRandom } from '@kith/core/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ACCOUNTS } from './accounts.ts'
import { config } from './config.ts'
import { demoApi, type Wire } from './testing/demo-api.ts'
import { openBrowser, signIn } from './testing/demo-browser.ts'
import { type LogRow, logRows, tamper, verifyLogs } from './testing/demo-database.ts'
import { type DemoProcess, startDemo } from './testing/demo-process.ts'

const SEED = 20_260_302

let demo: DemoProcess
let admin: ReturnType<typeof demoApi>
let firstStartSeconds: number

beforeAll(async () => {
  const startedAt = performance.now()
  demo = await startDemo([])
  firstStartSeconds = (performance.now() - startedAt) / 1_000
  admin = demoApi(demo.origin)
}, 240_000)
afterAll(() => demo?.dispose())

interface Payload {
  readonly at: string
  readonly actor: { readonly kind: string; readonly id: string }
  readonly cause: string
  readonly correlation: string
  readonly source?: Readonly<Record<string, unknown>>
  readonly before: Readonly<Record<string, unknown>> | null
  readonly after: Readonly<Record<string, unknown>> | null
}

/** The same row with one sign of one of its columns replaced. */
function flipped(row: LogRow, column: 'payload' | 'salt' | 'digest' | 'chain' | 'object' | 'id', at: number): LogRow {
  const signs = [...row[column]]
  const place = at % signs.length
  signs[place] = signs[place] === '0' ? '1' : '0'
  return { ...row, [column]: signs.join('') }
}

const tenths = (seconds: number) => Math.round(seconds * 10) / 10
const faultsOf = async () => (await verifyLogs(demo.folder)).map(({ faults }) => faults.map(({ seq }) => seq))
const seqsOf = (rows: readonly LogRow[]) =>
  ['nordlys', 'havna'].map((tenant) => rows.filter((row) => row.tenant === tenant).map(({ seq }) => seq))

describe('the demo with 18 months of a company’s life', () => {
  it('serves again within ten seconds, with all that was there', async ({ task }) => {
    const [leads, deals] = [await admin.list('leads'), await admin.list('deals')]
    expect(leads.length).toBeGreaterThan(300)
    expect(deals.length).toBeGreaterThan(200)
    const secondStartSeconds = await demo.restart()
    expect(secondStartSeconds).toBeLessThan(10)
    const byId = (records: readonly Wire[]) => new Set(records.map(({ id }) => id))
    expect(byId(await admin.list('leads'))).toEqual(byId(leads))
    expect(byId(await admin.list('deals'))).toEqual(byId(deals))
    task.meta.report = {
      name: 'start',
      what: 'Seconds until the demo serves, packages and widgets already there: first with its data to be made, then again.',
      n: leads.length,
      figures: { firstStartSeconds: tenths(firstStartSeconds), secondStartSeconds: tenths(secondStartSeconds) },
    }
  })

  it('says of every change who made it, what it changed, and why', () => {
    const people = new Set(Object.values(ACCOUNTS).map(({ id }) => id))
    const rules = new Set(config.rules.map(({ id }) => id))
    const unexplained = logRows(demo.folder).filter((row) => {
      const { at, actor, cause, correlation, source, before, after } = JSON.parse(row.payload) as Payload
      const who =
        actor.kind === 'user' ? people.has(actor.id) : actor.kind === 'rule' ? rules.has(actor.id) : actor.id !== ''
      const what = (before !== null || after !== null) && JSON.stringify(before) !== JSON.stringify(after)
      const why =
        /^[a-zA-Z.]+$/.test(cause) &&
        correlation !== '' &&
        (actor.kind !== 'rule' || (source?.['rule'] === actor.id && Number(source['version']) >= 1)) &&
        (cause !== 'captureLead' || (source?.['form'] !== undefined && Number(source['formVersion']) >= 1))
      return !(who && what && why && !Number.isNaN(Date.parse(at)))
    })
    expect(unexplained.map(({ payload }) => payload)).toEqual([])
  })

  it('sets a bulk of changes back at once, and lists what somebody changed since', async () => {
    const contacts = (await admin.list('contacts')).slice(0, 20)
    const write = (contact: Wire, title: string, headers = {}) =>
      admin.call(`/contacts/${contact.id}`, {
        method: 'PATCH',
        json: { title },
        headers: { 'If-Match': `"${contact.version}"`, ...headers },
      })
    const changed = []
    for (const contact of contacts)
      changed.push((await write(contact, 'Slip', { 'Kith-Correlation': 'bulk-slip' })).body)
    const since = changed.slice(0, 3)
    for (const contact of since) await write(contact, 'Director')

    type Undo = { undone: { id: string; fields: string[] }[]; conflicts: { id: string }[] }
    const { status, body } = await admin.call<Undo>('/undo', { json: { correlation: 'bulk-slip' } })
    expect(status).toBe(200)
    expect(body.undone.map(({ id }) => id).sort()).toEqual(
      changed
        .slice(3)
        .map(({ id }) => id)
        .sort(),
    )
    expect(body.conflicts).toHaveLength(3)
    for (const [at, contact] of since.entries())
      expect(body.conflicts).toContainEqual(
        expect.objectContaining({
          object: 'contact',
          id: contact.id,
          field: 'title',
          current: 'Director',
          wanted: contacts[at]?.['title'] ?? null,
        }),
      )
    for (const [at, contact] of contacts.entries()) {
      const { body: now } = await admin.call(`/contacts/${contact.id}`)
      expect(now['title']).toBe(at < 3 ? 'Director' : contact['title'])
    }
  })

  it('sets a bulk back from the page of changes, and says how much was changed since', async () => {
    const browser = await openBrowser()
    const companies = []
    for (const name of ['Undo One', 'Undo Two', 'Undo Three'])
      companies.push(
        (await admin.call('/companies', { json: { name }, headers: { 'Kith-Correlation': 'bulk-companies' } })).body,
      )
    const [first] = companies as [Wire]
    const headers = { 'If-Match': `"${first.version}"` }
    await admin.call(`/companies/${first.id}`, { method: 'PATCH', json: { name: 'Kept' }, headers })
    const { page } = await signIn(browser, demo.origin, /Ingrid/, '/changes')
    await page.locator('.log > li', { hasText: 'Undo Two' }).first().getByRole('button').click()
    await page.getByText(/^2 records were set back\. \d fields? .*changed since/).waitFor()
    const left = await admin.list('companies', { id: { in: companies.map(({ id }) => id) } })
    expect(left.map(({ name }) => name)).toEqual(['Kept'])
    await browser.close()
  })

  it('finds a flipped byte in any entry of the log', async ({ task }) => {
    await demo.kill()
    const chance = seededRandom(SEED)
    const rows = logRows(demo.folder)
    expect(await faultsOf()).toEqual([[], []])

    tamper(
      demo.folder,
      rows.map((row) => flipped(row, 'payload', chance.below(1_000_000))),
    )
    expect(await faultsOf()).toEqual(seqsOf(rows))

    tamper(demo.folder, rows)
    expect(await faultsOf()).toEqual([[], []])
    const columns = ['payload', 'salt', 'digest', 'chain', 'object', 'id'] as const
    const few = rows
      .filter((_, at) => at % 101 === 0)
      .map((row, at) => flipped(row, columns[at % 6] ?? 'id', chance.below(1_000)))
    tamper(demo.folder, few)
    const found = await faultsOf()
    for (const [at, seqs] of seqsOf(few).entries()) {
      expect(found[at]).toEqual(expect.arrayContaining([...seqs]))
      // What stands after an entry whose chain was flipped does not fit it.
      expect(found[at]?.filter((seq) => !seqs.includes(seq) && !seqs.includes(seq - 1))).toEqual([])
    }
    task.meta.report = {
      name: 'flipped-bytes',
      what: 'Entries of the demo’s log with one flipped byte each, and how many of them verify did not find.',
      n: rows.length + few.length,
      seed: SEED,
      figures: { inPayloads: rows.length, inOtherColumns: few.length, notFound: 0 },
    }
  })
})
