import { KithError } from '@kith/core/shared'
import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { type FakeReviews, type FakeReviewsOptions, fakeReviews } from '../../testing/fake-reviews.ts'
import { someReasons } from '../../testing/fake-reviews-records.ts'
import './define.ts'
import type { KithWhy } from './why.ts'

interface Page {
  readonly dir?: string
  readonly lang?: string
  readonly theme?: string
  /** CSS px. */
  readonly width?: number
}

const crm = (options: FakeReviewsOptions = {}) => fakeReviews({ now: Date.now(), ...options })

const show = (client: FakeReviews, { dir = 'ltr', lang = 'en', theme = '', width = 720 }: Page = {}) => {
  const page = document.createElement('div')
  Object.assign(page, { dir, lang })
  if (theme) page.dataset['theme'] = theme
  page.style.cssText = `max-inline-size:${width}px;font-family:system-ui,sans-serif`
  const why: KithWhy = document.createElement('kith-why')
  Object.assign(why, { client, object: 'lead', recordId: 'l1' })
  page.append(why)
  return page
}

const undo: NonNullable<StoryObj['play']> = async ({ canvasElement }) => {
  const root = (canvasElement.querySelector('kith-why') as KithWhy).renderRoot
  const find = () => root.querySelector<HTMLElement>('.back button')
  for (let tries = 0; tries < 100 && !find(); tries++) await new Promise((done) => setTimeout(done, 20))
  find()?.click()
  await new Promise((done) => setTimeout(done, 100))
}

const meta: Meta = { title: 'Back office/kith-why', component: 'kith-why' }
export default meta

type Story = StoryObj

export const Reasons: Story = { render: () => show(crm()) }

export const Undone: Story = {
  render: () => {
    const client = crm()
    client.undo = async () => ({ undone: [], conflicts: [], effects: [{ kind: 'notify', at: '' }] })
    return show(client)
  },
  play: undo,
}

export const UndoneInPart: Story = {
  render: () => {
    const client = crm()
    const conflicts = [
      { object: 'lead', id: 'l1', field: 'status', current: 'dismissed', wanted: 'new' },
      { object: 'activity', id: 'a1', field: 'status', current: 'done', wanted: null },
    ]
    const undone = [{ object: 'lead', id: 'l1', fields: ['ownerId'] }]
    client.undo = async () => ({ undone, conflicts, effects: [] })
    return show(client)
  },
  play: undo,
}

export const NotUndone: Story = {
  render: () => {
    const client = crm()
    client.undo = async () => {
      throw new KithError('FORBIDDEN')
    }
    return show(client)
  },
  play: undo,
}

export const Empty: Story = { render: () => show(crm({ why: [] })) }

export const Loading: Story = {
  render: () => {
    const client = crm()
    client.crm.gate = new Promise(() => {})
    return show(client)
  },
}

export const Unreachable: Story = {
  render: () => {
    const client = crm()
    client.why = async () => {
      throw new KithError('NETWORK')
    }
    return show(client)
  },
}

const LONG = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'

export const LongTexts: Story = {
  render: () => {
    const why = someReasons(Date.now()).map((entry) => ({
      ...entry,
      label: `${LONG} ${LONG}`,
      said: { ...entry.said, text: `${entry.said.text} ${LONG} ${LONG}` },
      conditions: entry.conditions.map((one) => ({ ...one, sentence: `${one.sentence} ${LONG}` })),
    }))
    return show(crm({ why }), { width: 320 })
  },
}

export const Dark: Story = { render: () => show(crm(), { theme: 'dark' }) }

export const Norwegian: Story = { render: () => show(crm(), { lang: 'nb' }) }

export const RightToLeft: Story = { render: () => show(crm(), { dir: 'rtl', lang: 'he' }) }

export const Phone: Story = { render: () => show(crm(), { width: 320 }) }
