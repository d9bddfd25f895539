import { createCrm } from '@kith/core'
import { memoryStorage } from '@kith/core/storage/memory'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { type RealCrm, realCrm } from '../testing/real-crm.ts'
import './inbox/define.ts'
import './pipeline-board/define.ts'
import { until } from '../testing/until.ts'

let real: RealCrm

beforeEach(async () => {
  document.documentElement.setAttribute('lang', 'en')
  await page.viewport(1200, 800)
  real = await realCrm({ createCrm, memoryStorage })
})
afterEach(async () => {
  document.body.replaceChildren()
  await real.crm.close()
})

async function board(client: object, cards = 3): Promise<ShadowRoot> {
  const element = document.createElement('kith-pipeline-board')
  element.pipeline = 'sales'
  element.client = client
  element.style.blockSize = '380px'
  document.body.append(element)
  await until(() => element.renderRoot.querySelectorAll('.card[id]').length === cards)
  return element.renderRoot as ShadowRoot
}

const card = (root: ShadowRoot, name: string) =>
  [...root.querySelectorAll<HTMLElement>('.card[id]')].find((one) => one.textContent?.includes(name)) as HTMLElement
const stageOf = (root: ShadowRoot, name: string) => card(root, name)?.closest('.col')?.getAttribute('aria-label')
const stored = async (name: string) => (await real.ida.list('deal', { where: { name } })).items[0]

describe('the real engine', () => {
  it('moves a deal on two boards at once, and takes the move back', async () => {
    const [ida, ola] = [await board(real.ida), await board(real.ola)]
    await until(() => card(ida, 'Fjordveien').textContent?.includes('Bergstrøm AS'))
    card(ida, 'Fjordveien').focus()
    await userEvent.keyboard(' {ArrowRight} ')
    await until(() => stageOf(ola, 'Fjordveien') === 'Meeting')
    expect(await stored('Fjordveien 14')).toMatchObject({ stageId: 'meeting', status: 'open' })
    expect(ola.querySelectorAll('.stage')[1]?.textContent).toMatch(/€18,500\s+weighted €5,550/)
    ;(ida.querySelector('.toast button') as HTMLElement).click()
    await until(() => stageOf(ola, 'Fjordveien') === 'Enquiry')
    expect(await stored('Fjordveien 14')).toMatchObject({ stageId: 'enquiry' })
  })

  it('tells who was faster', async () => {
    const deal = await stored('Villa Solbakken')
    if (!deal) throw new Error('no deal')
    // A board that hears of nothing: its stream is silent.
    const silent = { ...real.ida, changes: async function* () {} }
    const ida = await board(silent)
    await real.ola.moveDeal(deal.id, { stageId: 'contract' }, { ifVersion: deal.version })
    card(ida, 'Villa').focus()
    await userEvent.keyboard(' {ArrowRight} ')
    await until(() => ida.querySelector('dialog')?.textContent?.includes('Ola Nordmann changed Villa Solbakken'))
    await userEvent.keyboard('{Escape}')
    await until(() => stageOf(ida, 'Villa') === 'Contract')
  })

  it('asks for what a stage wants before a deal leaves it, and for the reason of a loss', async () => {
    const bare = await real.ida.create('deal', { name: 'No amount', stageId: 'offer' })
    const root = await board(real.ida, 4)
    card(root, 'No amount').focus()
    await userEvent.keyboard(' {ArrowRight} ')
    await page.getByLabelText('Amount').fill('1200.50')
    await page.getByRole('button', { name: 'Move', exact: true }).click()
    await until(() => stageOf(root, 'No amount') === 'Contract')
    expect(await real.ida.get('deal', bare.id)).toMatchObject({ amount: { amountMinor: 120_050, currency: 'EUR' } })
    card(root, 'No amount').focus()
    await userEvent.keyboard(' {ArrowRight}{ArrowRight} ')
    await page.getByLabelText('Lost because').fill('No budget')
    await page.getByRole('button', { name: 'Move', exact: true }).click()
    await until(() => stageOf(root, 'No amount') === 'Lost')
    expect(await real.ida.get('deal', bare.id)).toMatchObject({ lostReason: 'No budget', status: 'lost' })
  })

  it('filters as the engine does', async () => {
    await board(real.ida)
    for (const [name, cards] of [
      ['Rotten', 0],
      ['Mine', 3],
      ['Closing this month', 0],
    ] as const) {
      await page.getByRole('button', { name }).click()
      const root = document.querySelector('kith-pipeline-board')?.renderRoot as ShadowRoot
      await until(() => root.querySelectorAll('.card[id]').length === cards)
    }
  })

  it('carries a conversation both ways', async () => {
    const element = document.createElement('kith-inbox')
    element.client = real.ida
    element.style.blockSize = '600px'
    document.body.append(element)
    const root = element.renderRoot as ShadowRoot
    await until(() => root.querySelector('.row[id]'))
    await userEvent.click(root.querySelector('.row[id]') as HTMLElement)
    await until(() => root.querySelectorAll('.bubble p').length === 1)
    await page.getByRole('textbox').fill('It is!')
    await userEvent.keyboard('{Enter}')
    const [talk] = (await real.ida.list('conversation')).items
    const texts = () => [...root.querySelectorAll('.bubble p')].map((one) => one.textContent)
    await until(() => texts().length === 2 && !root.querySelector('.pending'))
    expect((await real.ida.get('conversation', talk?.id ?? '')).ownerId).toBe('ida')
    const visitors = real.crm.visitors({ tenant: 'main' })
    const { token } = await visitors.startConversation(
      { text: 'And the garden?' },
      { idempotencyKey: 'second-visitor' },
    )
    await until(() => root.querySelectorAll('.row[id]').length === 2)
    await visitors.sendVisitorMessage(token, { text: 'Is it sunny?' }, { idempotencyKey: 'again-and-again' })
    await until(() => root.querySelector('.row[id] .badge')?.textContent === '2')
    expect(texts()).toEqual(['Is it still free?', 'It is!'])
  })
})
