import type { Browser, Page, Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoApi, submit } from './testing/demo-api.ts'
import { openBrowser, signIn } from './testing/demo-browser.ts'
import { type DemoProcess, startDemo } from './testing/demo-process.ts'

let demo: DemoProcess
let browsers: readonly [Browser, Browser]
let admin: ReturnType<typeof demoApi>

beforeAll(async () => {
  demo = await startDemo()
  browsers = [await openBrowser(), await openBrowser()]
  admin = demoApi(demo.origin)
})
afterAll(async () => {
  await Promise.all((browsers ?? []).map((browser) => browser.close()))
  await demo?.dispose()
})

const column = (page: Page, stage: string) =>
  page.locator('kith-pipeline-board').getByRole('group', { name: stage, exact: true })
const cardIn = (page: Page, stage: string, name: string) =>
  column(page, stage).getByRole('listitem').filter({ hasText: name })
const said = (page: Page, text: string) => page.locator('kith-pipeline-board').getByText(text).waitFor()

async function openBoard(browser: Browser, who: RegExp) {
  const made = await signIn(browser, demo.origin, who, '/pipeline')
  await made.page.locator('kith-pipeline-board [aria-busy=false]').waitFor()
  return made
}

/** Drags a card as a hand does: down, a few steps, up. */
async function drag(page: Page, name: string, from: string, to: string): Promise<void> {
  const start = await cardIn(page, from, name).boundingBox()
  const end = await column(page, to).boundingBox()
  if (!start || !end) throw new Error('Not on the screen.')
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2)
  await page.mouse.down()
  await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 12 })
  await page.mouse.up()
}

/** Holds the moves of several pages back until each has sent one: all were made before any was answered. */
async function meet(pages: readonly Page[]): Promise<void> {
  const held: Route[] = []
  for (const page of pages)
    await page.route(
      '**/move',
      async (route) => {
        held.push(route)
        if (held.length === pages.length) await Promise.all(held.map((one) => one.continue()))
      },
      { times: 1 },
    )
}

describe('the pipeline board', () => {
  it('takes a converted lead through its stages by mouse, keyboard and menu, live on a second browser', async () => {
    await submit(demo.origin, 'key-board-0001', { name: 'Zoë Ünsal', email: 'board@example.com', message: 'Villa?' })
    const [lead] = await admin.list('leads', { email: 'board@example.com' })
    const { page, complaints } = await signIn(browsers[0], demo.origin, /Merve/, `/leads/${lead?.id}`)
    const other = await openBoard(browsers[1], /Anders/)
    await page.getByRole('button', { name: 'Convert' }).click()
    await page.getByRole('textbox', { name: 'Name of the deal' }).fill('Fjordveien 14')
    await page.getByRole('dialog').getByRole('button', { name: 'Convert' }).click()
    await page.getByRole('heading', { name: 'Fjordveien 14' }).waitFor()
    await cardIn(other.page, 'Enquiry', 'Fjordveien 14').waitFor()
    await page.getByRole('link', { name: 'Pipeline' }).click()
    await cardIn(page, 'Enquiry', 'Fjordveien 14').waitFor()

    await drag(page, 'Fjordveien 14', 'Enquiry', 'Viewing')
    await said(page, 'Fjordveien 14 moved to Viewing')
    await cardIn(other.page, 'Viewing', 'Fjordveien 14').waitFor()

    await cardIn(page, 'Viewing', 'Fjordveien 14').focus()
    for (const key of ['Space', 'ArrowRight', 'Space']) await page.keyboard.press(key)
    await said(page, 'Fjordveien 14 moved to Offer')
    await cardIn(other.page, 'Offer', 'Fjordveien 14').waitFor()

    await page.getByRole('button', { name: 'Move to… Fjordveien 14' }).click()
    await page.getByRole('menuitem', { name: 'Contract' }).click()
    const question = page.getByRole('dialog') // an offer is left with an amount only
    await question.getByRole('spinbutton').fill('5450000')
    await question.getByRole('button', { name: 'Move', exact: true }).click()
    await said(page, 'Fjordveien 14 moved to Contract')
    await cardIn(other.page, 'Contract', 'Fjordveien 14').waitFor()

    const [deal] = await admin.list('deals', { name: 'Fjordveien 14' })
    expect(deal).toMatchObject({ stageId: 'contract', amount: { amountMinor: 545_000_000, currency: 'NOK' } })
    const stages = ['enquiry', 'viewing', 'offer', 'contract'].map((stageId) => ({ stageId }))
    expect(deal).toMatchObject({ stageHistory: stages })
    // The board asked for the amount because the server refused the move without one.
    expect(complaints).toEqual([expect.stringContaining('409 (Conflict)')])
    expect(other.complaints).toEqual([])
    await Promise.all([page.context().close(), other.context.close()])
  })

  it('tells one of two people who move the same deal at once, and loses neither move silently', async () => {
    const { id } = await admin.create('deals', { name: 'Villa Solbakken' })
    const boards = [await openBoard(browsers[0], /Ingrid/), await openBoard(browsers[1], /Merve/)]
    const pages = boards.map(({ page }) => page)
    await meet(pages)
    await Promise.all(
      pages.map(async (page, at) => {
        await cardIn(page, 'Enquiry', 'Villa Solbakken').focus()
        for (const key of ['Space', ...Array(at + 1).fill('ArrowRight'), 'Space']) await page.keyboard.press(key)
      }),
    )
    const told = (page: Page) => page.getByRole('dialog').getByText('changed Villa Solbakken meanwhile')
    await Promise.race(pages.map((page) => told(page).waitFor()))
    const isTold = await Promise.all(pages.map((page) => told(page).isVisible()))
    expect(isTold.filter(Boolean)).toHaveLength(1)
    const [loser, winner] = isTold[0] ? pages : [...pages].reverse()
    const kept = isTold[0] ? 'Offer' : 'Viewing'
    await said(winner as Page, `Villa Solbakken moved to ${kept}`)
    await (loser as Page).getByRole('dialog').getByRole('button', { name: 'Keep theirs' }).click()
    await cardIn(loser as Page, kept, 'Villa Solbakken').waitFor()
    expect((await admin.call(`/deals/${id}`)).body).toMatchObject({ stageId: kept.toLowerCase(), version: 2 })
    await Promise.all(boards.map(({ context }) => context.close()))
  })
})
