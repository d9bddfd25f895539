import { createCrm } from '@kith/core'
import { KithError } from '@kith/core/shared'
import { memoryStorage } from '@kith/core/storage/memory'
import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { type FakeCrm, type FakeCrmOptions, fakeCrm } from '../../testing/fake-crm.ts'
import { many, sales, salesPipeline, users } from '../../testing/fake-records.ts'
import { realCrm } from '../../testing/real-crm.ts'
import './define.ts'
import type { KithPipelineBoard } from './pipeline-board.ts'

interface Page {
  readonly dir?: string
  readonly lang?: string
  readonly theme?: string
  /** CSS px. */
  readonly width?: number
}

const crm = (extra: readonly object[] = [], options: Partial<FakeCrmOptions> = {}) => {
  const now = Date.now()
  return fakeCrm({ records: sales(now, extra), now, ...options })
}

const show = (client: object, { dir = 'ltr', lang = 'en', theme = '', width }: Page = {}) => {
  const page = document.createElement('div')
  Object.assign(page, { dir, lang })
  if (theme) page.dataset['theme'] = theme
  page.style.cssText = `block-size:720px;max-inline-size:${width ? `${width}px` : 'none'};font-family:system-ui,sans-serif`
  const board: KithPipelineBoard = document.createElement('kith-pipeline-board')
  board.pipeline = 'sales'
  board.client = client
  page.append(board)
  return page
}

/** Plays once the board is there. */
const once = async (canvas: HTMLElement, act: (board: KithPipelineBoard) => void) => {
  const board = canvas.querySelector('kith-pipeline-board') as KithPipelineBoard
  for (let tries = 0; tries < 100 && !board.renderRoot.querySelector('.card[id]'); tries++)
    await new Promise((done) => setTimeout(done, 20))
  act(board)
  await new Promise((done) => setTimeout(done, 100))
}

const key = (board: KithPipelineBoard, id: string, ...keys: readonly string[]) => {
  const card = (board.renderRoot as ShadowRoot).getElementById(id)
  card?.focus()
  for (const name of keys) card?.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true }))
}

const longNames = [
  'Donaudampfschifffahrtselektrizitätenhauptbetriebswerk',
  'Kolmivaihekilowattituntimittari, kolme kappaletta',
  'நன்றி வணக்கம் தமிழ்நாடு மின்சார வாரியம்',
  'شقة من غرفتي نوم بالقرب من المركز',
]

const meta: Meta = {
  title: 'Back office/kith-pipeline-board',
  component: 'kith-pipeline-board',
  parameters: { layout: 'fullscreen' },
}
export default meta

type Story = StoryObj

export const Sales: Story = { render: () => show(crm()) }

export const Dark: Story = { render: () => show(crm(), { theme: 'dark' }) }

export const Phone: Story = { render: () => show(crm(), { width: 375 }) }

export const Norwegian: Story = { render: () => show(crm(), { lang: 'nb' }) }

export const RightToLeft: Story = { render: () => show(crm(), { dir: 'rtl', lang: 'ar' }) }

export const TenThousandDeals: Story = { render: () => show(crm(many(10_000, 'viewing', Date.now()))) }

export const LongNames: Story = {
  render: () => show(crm(many(4, 'enquiry', Date.now()).map((deal, at) => ({ ...deal, name: longNames[at] })))),
}

export const Loading: Story = {
  render: () => {
    const client = crm()
    client.gate = new Promise(() => {})
    return show(client)
  },
}

export const NoDeals: Story = {
  render: () => show(fakeCrm({ records: { user: users, pipeline: [salesPipeline], deal: [] } })),
}

const refused = (code: 'NETWORK' | 'FORBIDDEN' | 'INTERNAL'): Story => ({
  render: () => {
    const client = crm()
    client.fail('me', new KithError(code))
    return show(client)
  },
})

export const Unreachable = refused('NETWORK')

export const NoPermission = refused('FORBIDDEN')

export const SomethingWrong = refused('INTERNAL')

export const ReadOnly: Story = { render: () => show(crm([], { readOnly: true })) }

export const LiftedByKeyboard: Story = {
  render: () => show(crm()),
  play: ({ canvasElement }) => once(canvasElement, (board) => key(board, 'd7', ' ', 'ArrowRight')),
}

export const Moved: Story = {
  render: () => show(crm()),
  play: ({ canvasElement }) => once(canvasElement, (board) => key(board, 'd4', ' ', 'ArrowRight', ' ')),
}

export const MoveRefused: Story = {
  render: () => {
    const client = crm()
    client.fail('moveDeal', new KithError('NETWORK'))
    return show(client)
  },
  play: ({ canvasElement }) => once(canvasElement, (board) => key(board, 'd4', ' ', 'ArrowRight', ' ')),
}

export const Conflict: Story = {
  render: () => {
    const client = crm()
    return Object.assign(show(client), { client })
  },
  play: ({ canvasElement }) =>
    once(canvasElement, (board) => {
      ;(board.client as FakeCrm).write('deal', 'd0', { stageId: 'won' }, { by: 'kari', quiet: true })
      key(board, 'd0', ' ', 'ArrowRight', ' ')
    }),
}

export const MissingFields: Story = {
  render: () => show(crm()),
  play: ({ canvasElement }) => once(canvasElement, (board) => key(board, 'd7', ' ', 'ArrowRight', ' ')),
}

export const WhyLost: Story = {
  render: () => show(crm()),
  play: ({ canvasElement }) => once(canvasElement, (board) => key(board, 'd9', ' ', 'ArrowRight', 'ArrowRight', ' ')),
}

export const MoveMenu: Story = {
  render: () => show(crm()),
  play: ({ canvasElement }) =>
    once(canvasElement, (board) => board.renderRoot.querySelector<HTMLElement>('#d1 button')?.click()),
}

/** The engine itself, in this page: two people look at the same deals. */
export const RealEngine: Story = {
  loaders: [async () => ({ real: await realCrm({ createCrm, memoryStorage }) })],
  render: (_, { loaded: { real } }) => {
    const page = document.createElement('div')
    for (const client of [real.ida, real.ola]) {
      const half = show(client)
      half.style.blockSize = '360px'
      page.append(half)
    }
    return page
  },
}
