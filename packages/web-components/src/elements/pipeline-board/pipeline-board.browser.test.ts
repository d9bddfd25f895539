import { KithError } from '@kith/core/shared'
import axe from 'axe-core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { cdp, page, userEvent } from 'vitest/browser'
import { type FakeCrm, fakeCrm } from '../../testing/fake-crm.ts'
import { many, NOW, sales } from '../../testing/fake-records.ts'
import './define.ts'
import { until } from '../../testing/until.ts'
import type { KithPipelineBoard } from './pipeline-board.ts'

let crm: FakeCrm
let board: KithPipelineBoard

interface Setup {
  readonly extra?: readonly object[]
  readonly readOnly?: boolean
  readonly width?: number
  readonly dir?: string
  readonly client?: (crm: FakeCrm) => void
}

async function mount({ extra = [], readOnly = false, width = 1100, dir = 'ltr', client }: Setup = {}): Promise<void> {
  crm = fakeCrm({ records: sales(NOW, extra), now: NOW, readOnly })
  client?.(crm)
  await page.viewport(width, 700)
  const box = document.createElement('div')
  box.dir = dir
  box.style.cssText = `inline-size:${width}px;block-size:640px;font-family:sans-serif`
  board = document.createElement('kith-pipeline-board')
  board.pipeline = 'sales'
  board.client = crm
  box.append(board)
  document.body.append(box)
  await until(() => board.renderRoot.querySelector('[part]')) // its texts are there
}

const ready = () => until(() => board.renderRoot.querySelector('.board')?.getAttribute('aria-busy') === 'false')
const find = (selector: string) => {
  const found = board.renderRoot.querySelector<HTMLElement>(selector)
  if (!found) throw new Error(`no ${selector}`)
  return found
}
const card = (id: string) => find(`#${id}`)
const column = (at: number) => board.renderRoot.querySelectorAll<HTMLElement>('.col')[at] as HTMLElement
const stageOf = (id: string) => card(id).closest('.col')?.getAttribute('aria-label')
const status = () => find('[role=status]').textContent?.replace(/\s+/g, ' ').trim() ?? ''
const focused = () => (board.renderRoot as ShadowRoot).activeElement?.id
const focus = (id: string) => card(id).focus()
const violations = async () => {
  const { violations } = await axe.run(document.body, { rules: { region: { enabled: false } } })
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
}

/** Where the middle of an element is in the window that Chromium gets its input for. */
function middle(element: Element): { x: number; y: number } {
  const { left, top, width, height } = element.getBoundingClientRect()
  const frame = window.frameElement?.getBoundingClientRect()
  const scale = frame ? frame.width / innerWidth : 1
  return {
    x: (frame?.left ?? 0) + (left + width / 2) * scale,
    y: (frame?.top ?? 0) + (top + Math.min(height / 2, 30)) * scale,
  }
}

interface Devtools {
  send(method: string, params: object): Promise<unknown>
}
const devtools = () => cdp() as unknown as Devtools
const mouse = (type: string, { x, y }: { x: number; y: number }, buttons = 1) =>
  devtools().send('Input.dispatchMouseEvent', { type, x, y, buttons, button: 'left', clickCount: 1 })
const touch = (type: string, at?: { x: number; y: number }) =>
  devtools().send('Input.dispatchTouchEvent', { type, touchPoints: at ? [at] : [] })
const frame = () => new Promise((done) => requestAnimationFrame(done))

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW })
  document.documentElement.setAttribute('lang', 'en')
})
afterEach(() => {
  vi.useRealTimers()
  document.body.replaceChildren()
  document.documentElement.removeAttribute('data-theme')
})

describe('kith-pipeline-board', () => {
  it('shows stages with count, sum and weighted sum, and what a card has to say', async () => {
    await mount()
    await ready()
    await until(() => card('d7').textContent?.includes('Bergstrøm AS'))
    expect(find('h2').textContent).toBe('Sales')
    expect(find('small').textContent).toBe('11 open · €478,800 · weighted €225,890')
    expect(column(2).querySelector('.stage')?.textContent?.replace(/\s+/g, ' ').trim()).toBe(
      'Offer 2 €161,500 weighted €80,750',
    )
    expect(card('d7').textContent?.replace(/\s+/g, ' ')).toMatch(/Brattvoll Terrasse Bergstrøm AS €128,000 .* IH/)
    expect(card('d5').textContent).toContain('3 days late')
    expect(card('d2').classList).toContain('rot')
  })

  it('holds its shape while it loads', async () => {
    let go = () => {}
    await mount({
      client: (crm) => {
        crm.gate = new Promise<void>((open) => {
          go = open
        })
      },
    })
    expect(board.renderRoot.querySelectorAll('.col')).toHaveLength(4)
    expect(find('.board').getAttribute('aria-busy')).toBe('true')
    go()
    await ready()
  })

  it('says why it cannot be shown, and tries again', async () => {
    await mount({ client: (crm) => crm.fail('me', new KithError('FORBIDDEN')) })
    await until(() => board.renderRoot.querySelector('[role=alert]')?.textContent?.includes('the permission'))
    await page.getByRole('button', { name: 'Try again' }).click()
    await ready()
  })

  it('opens a card by click and by Enter', async () => {
    await mount()
    await ready()
    const opened: string[] = []
    board.addEventListener('kith-select', (event) => opened.push(event.detail.id))
    await userEvent.click(card('d4'))
    focus('d7')
    await userEvent.keyboard('{Enter}')
    expect(opened).toEqual(['d4', 'd7'])
  })

  it('filters', async () => {
    await mount()
    await ready()
    await page.getByRole('button', { name: 'Mine' }).click()
    await until(() => !board.renderRoot.querySelector('#d0'))
    expect(board.renderRoot.querySelectorAll('.card[id]')).toHaveLength(5)
  })
})

describe('by mouse', () => {
  it('lifts a card, shows where it lands, and moves it', async () => {
    await mount()
    await ready()
    await mouse('mousePressed', middle(card('d0')))
    await mouse('mouseMoved', middle(column(0)))
    await mouse('mouseMoved', middle(column(3)))
    await until(() => column(3).querySelector('.place'))
    expect(find('.lift').matches(':popover-open')).toBe(true)
    await mouse('mouseReleased', middle(column(3)), 0)
    await until(() => stageOf('d0') === 'Contract')
    expect(board.renderRoot.querySelector('.lift, .place')).toBeNull()
    await until(() => crm.record('deal', 'd0')?.['stageId'] === 'contract')
    expect(status()).toBe('Fjordveien 14 moved to Contract Undo')
  })

  it('tells the page before, which may stop it', async () => {
    await mount()
    await ready()
    const moves: unknown[] = []
    board.addEventListener('kith-move', (event) => {
      moves.push(event.detail)
      event.preventDefault()
    })
    await userEvent.dragAndDrop(card('d0'), column(1))
    await until(() => moves.length > 0)
    expect(moves).toEqual([{ id: 'd0', from: 'enquiry', to: 'viewing' }])
    expect(stageOf('d0')).toBe('Enquiry')
    expect(crm.calls).not.toContain('moveDeal d0')
  })

  it('puts the card back on Escape, and does not open it', async () => {
    await mount()
    await ready()
    const selected = vi.fn()
    board.addEventListener('kith-select', selected)
    await mouse('mousePressed', middle(card('d0')))
    await mouse('mouseMoved', middle(column(2)))
    await until(() => board.renderRoot.querySelector('.lift'))
    await userEvent.keyboard('{Escape}')
    expect(board.renderRoot.querySelector('.lift')).toBeNull()
    await mouse('mouseReleased', middle(column(2)), 0)
    await frame()
    expect(stageOf('d0')).toBe('Enquiry')
    expect(selected).not.toHaveBeenCalled()
  })

  it('takes a move back by Undo', async () => {
    await mount()
    await ready()
    await userEvent.dragAndDrop(card('d0'), column(1))
    await page.getByRole('button', { name: 'Undo' }).click()
    await until(() => crm.record('deal', 'd0')?.['stageId'] === 'enquiry')
    await until(() => stageOf('d0') === 'Enquiry')
    expect(status()).toBe('Fjordveien 14 is back in Enquiry')
  })
})

describe('by touch', () => {
  it('scrolls on a swipe and lifts on a long press', async () => {
    await mount({ extra: many(40) })
    await ready()
    const from = middle(card('d3'))
    await touch('touchStart', from)
    for (const y of [20, 40, 60]) await touch('touchMove', { ...from, y: from.y - y })
    await touch('touchEnd')
    expect(board.renderRoot.querySelector('.lift')).toBeNull()
    expect(stageOf('d3')).toBe('Enquiry')

    await touch('touchStart', middle(card('d4')))
    await until(() => board.renderRoot.querySelector('.lift'))
    await touch('touchMove', middle(column(2)))
    await touch('touchMove', middle(column(3)))
    await until(() => column(3).querySelector('.place'))
    await touch('touchEnd')
    await until(() => crm.record('deal', 'd4')?.['stageId'] === 'contract')
  })
})

describe('by keyboard', () => {
  it('walks over the cards with arrow keys', async () => {
    await mount()
    await ready()
    focus('d0')
    await userEvent.keyboard('{ArrowDown}')
    expect(focused()).toBe('d1')
    await userEvent.keyboard('{ArrowRight}')
    expect(focused()).toBe('d5')
    await userEvent.keyboard('{ArrowUp}{ArrowLeft}')
    expect(focused()).toBe('d0')
    expect(board.renderRoot.querySelectorAll('.card[tabindex="0"]')).toHaveLength(1)
  })

  it('lifts, chooses a stage and drops, and says so', async () => {
    await mount()
    await ready()
    focus('d0')
    await userEvent.keyboard(' ')
    await board.updateComplete
    expect(status()).toBe('Fjordveien 14 lifted in Enquiry. Arrow keys choose a stage, Space drops, Escape cancels.')
    await userEvent.keyboard('{ArrowRight}')
    await board.updateComplete
    expect(status()).toBe('Viewing, 2 of 6')
    await userEvent.keyboard(' ')
    await until(() => crm.record('deal', 'd0')?.['stageId'] === 'viewing')
    await until(() => status().startsWith('Fjordveien 14 moved to Viewing'))
    expect(focused()).toBe('d0')
    expect(stageOf('d0')).toBe('Viewing')
  })

  it('cancels with Escape', async () => {
    await mount()
    await ready()
    focus('d0')
    await userEvent.keyboard(' {ArrowRight}{ArrowRight}{Escape}')
    await board.updateComplete
    expect(status()).toBe('Fjordveien 14 stays in Enquiry')
    expect(focused()).toBe('d0')
    expect(crm.calls).not.toContain('moveDeal d0')
  })

  it('speaks the language of the page', async () => {
    document.documentElement.setAttribute('lang', 'nb')
    await mount()
    await until(() => board.renderRoot.querySelector('#d0'))
    focus('d0')
    await userEvent.keyboard(' {ArrowRight}')
    await until(() => status() === 'Visning, 2 av 6')
  })

  it('follows the direction of the script', async () => {
    await mount({ dir: 'rtl' })
    await ready()
    focus('d0')
    await userEvent.keyboard('{ArrowLeft}')
    expect(focused()).toBe('d4')
    await userEvent.keyboard(' {ArrowLeft} ')
    await until(() => crm.record('deal', 'd4')?.['stageId'] === 'offer')
    expect(column(1).getBoundingClientRect().left).toBeLessThan(column(0).getBoundingClientRect().left)
  })
})

describe('by menu', () => {
  it('opens from the card, walks by arrows and letters, and moves', async () => {
    await mount()
    await ready()
    await page.getByRole('button', { name: 'Move to… Fjordveien 14' }).click()
    const chosen = () => (board.renderRoot as ShadowRoot).activeElement?.textContent
    expect(chosen()).toBe('Enquiry')
    await userEvent.keyboard('{ArrowDown}')
    expect(chosen()).toBe('Viewing')
    await userEvent.keyboard('c')
    expect(chosen()).toBe('Contract')
    await userEvent.keyboard('{Enter}')
    await until(() => crm.record('deal', 'd0')?.['stageId'] === 'contract')
    expect(find('[role=menu]').matches(':popover-open')).toBe(false)
    await until(() => stageOf('d0') === 'Contract' && focused() === 'd0')
  })

  it('closes with Escape and gives the focus back', async () => {
    await mount()
    await ready()
    await page.getByRole('button', { name: 'Move to… Fjordveien 14' }).click()
    await userEvent.keyboard('{Escape}')
    await until(() => !find('[role=menu]').matches(':popover-open'))
    expect(focused()).toBe('d0')
  })
})

describe('a move that is refused', () => {
  it('goes back, and says why', async () => {
    await mount()
    await ready()
    crm.fail('moveDeal', new KithError('NETWORK'))
    await userEvent.dragAndDrop(card('d0'), column(1))
    await until(() => status().includes('was not moved'))
    expect(status()).toBe('Fjordveien 14 was not moved. The server cannot be reached.')
    expect(stageOf('d0')).toBe('Enquiry')
  })

  it('shows who changed the deal and both values, and moves anyway', async () => {
    await mount()
    await ready()
    crm.write('deal', 'd0', { stageId: 'won' }, { by: 'kari', quiet: true })
    await userEvent.dragAndDrop(card('d0'), column(1))
    await until(() => board.renderRoot.querySelector('dialog')?.textContent?.includes('Anne Karlsen'))
    expect(find('dialog').textContent?.replace(/\s+/g, ' ')).toMatch(
      /Anne Karlsen changed Fjordveien 14 .* Now: Won ?Your move: Viewing/,
    )
    expect(await violations()).toEqual([])
    await page.getByRole('button', { name: 'Move anyway' }).click()
    await until(() => crm.record('deal', 'd0')?.['stageId'] === 'viewing')
  })

  it('keeps theirs on Escape', async () => {
    await mount()
    await ready()
    crm.write('deal', 'd0', { stageId: 'won' }, { by: 'kari', quiet: true })
    await userEvent.dragAndDrop(card('d0'), column(1))
    await expect.element(page.getByRole('dialog')).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await until(() => !board.renderRoot.querySelector('dialog'))
    expect(stageOf('d0')).toBe('Won')
    expect(crm.record('deal', 'd0')?.['stageId']).toBe('won')
  })

  it('asks for what is missing, and for the reason of a loss', async () => {
    await mount()
    await ready()
    await userEvent.dragAndDrop(card('d7'), column(3))
    await page.getByLabelText('Expected to close').fill('2027-01-31')
    await page.getByRole('button', { name: 'Move', exact: true }).click()
    await until(() => crm.record('deal', 'd7')?.['closeOn'] === '2027-01-31')

    await page.getByRole('button', { name: 'Move to… Fjordveien 14' }).click()
    await page.getByRole('menuitem', { name: 'Lost' }).click()
    await page.getByLabelText('Lost because').fill('Bought elsewhere')
    await page.getByRole('button', { name: 'Move', exact: true }).click()
    await until(() => crm.record('deal', 'd0')?.['lostReason'] === 'Bought elsewhere')
  })
})

describe('live', () => {
  it('shows what others do, and keeps the focus on its card', async () => {
    await mount()
    await ready()
    focus('d1')
    const now = new Date().toISOString()
    crm.write('deal', 'd4', { stageId: 'enquiry', stageEnteredAt: now, name: 'Villa Solbakken II' })
    await until(() => stageOf('d4') === 'Enquiry')
    await board.updateComplete
    expect(focused()).toBe('d1')
    expect(column(0).querySelector('h3 span')?.textContent).toBe('5')
    crm.write('deal', 'd4', null)
    await until(() => !board.renderRoot.querySelector('#d4'))
  })

  it('moves together in two boards', async () => {
    await mount()
    await ready()
    const other = board.cloneNode() as KithPipelineBoard
    other.pipeline = 'sales'
    other.client = crm
    board.after(other)
    await until(() => other.renderRoot.querySelector('#d0'))
    await userEvent.dragAndDrop(card('d0'), column(1))
    await until(() => other.renderRoot.querySelector('#d0')?.closest('.col')?.getAttribute('aria-label') === 'Viewing')
  })
})

describe('10,000 deals', () => {
  it('keeps in the DOM only what is in view', async () => {
    await mount({ extra: many(10_000) })
    await ready()
    const scroll = column(0).querySelector('.scroll') as HTMLElement
    const most = Math.ceil(innerHeight / 90) + 8
    let loaded = 0
    while (loaded < 5000) {
      scroll.scrollTop = scroll.scrollHeight
      await until(() => scroll.scrollHeight > loaded * 90 + 200)
      loaded = Math.round(scroll.scrollHeight / 90)
      expect(column(0).querySelectorAll('.card').length).toBeLessThanOrEqual(most)
    }
    expect(board.renderRoot.querySelectorAll('*').length).toBeLessThan(700)
    scroll.scrollTop = 200_000
    await until(() => column(0).querySelector('[aria-posinset="2223"]'))
    const first = column(0).querySelector('[aria-posinset="2223"]') as HTMLElement
    expect(Math.abs(first.getBoundingClientRect().top - scroll.getBoundingClientRect().top)).toBeLessThan(90)
    expect(column(0).querySelector('h3 span')?.textContent).toBe('10004')
  })

  it('scrolls without a long frame', async () => {
    await mount({ extra: many(2000) })
    await ready()
    const scroll = column(0).querySelector('.scroll') as HTMLElement
    const slow: number[] = []
    for (let at = 0; at < 40; at++) {
      scroll.scrollTop += 300
      await frame()
      const start = performance.now()
      await board.updateComplete
      slow.push(performance.now() - start)
    }
    expect(Math.max(...slow)).toBeLessThan(100)
  })
})

describe('looks', () => {
  it('has no fault that axe finds, light and dark, and on a phone', async () => {
    await mount()
    await ready()
    expect(await violations()).toEqual([])
    document.documentElement.setAttribute('data-theme', 'dark')
    await frame()
    await board.updateComplete
    expect(await violations()).toEqual([])
    document.body.replaceChildren()
    await mount({ width: 360 })
    await ready()
    expect(await violations()).toEqual([])
  })

  it('shows one stage at a time on a phone, with targets of 44 px', async () => {
    await mount({ width: 360 })
    await ready()
    const stages = page.getByRole('group', { name: 'Stages' })
    await stages.getByRole('button', { name: /Offer/ }).click()
    await until(() => Math.abs(column(2).getBoundingClientRect().left - 12) < 20)
    for (const button of board.renderRoot.querySelectorAll<HTMLElement>('button:not([role])'))
      expect(button.offsetHeight).toBeGreaterThanOrEqual(44)
    await expect.element(stages.getByRole('button', { name: /Offer/ })).toHaveAttribute('aria-pressed', 'true')
  })

  it('offers no way to move where one may only look', async () => {
    await mount({ readOnly: true })
    await ready()
    expect(board.renderRoot.querySelector('.card button')).toBeNull()
    await userEvent.dragAndDrop(card('d0'), column(1))
    focus('d0')
    await userEvent.keyboard(' {ArrowRight} ')
    expect(crm.calls).not.toContain('moveDeal d0')
  })

  it('clips a long name and says the whole in its title', async () => {
    const name = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'
    await mount({ extra: [{ ...many(1)[0], name }] })
    await ready()
    const title = card('x000000').querySelector('.name') as HTMLElement
    expect(title.title).toBe(name)
    expect(title.scrollWidth).toBeGreaterThan(title.clientWidth)
    expect(card('x000000').offsetHeight).toBe(card('d0').offsetHeight)
  })
})
