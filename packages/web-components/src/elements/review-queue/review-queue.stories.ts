import { KithError } from '@kith/core/shared'
import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { type FakeReviews, type FakeReviewsOptions, fakeReviews } from '../../testing/fake-reviews.ts'
import { someReviews } from '../../testing/fake-reviews-records.ts'
import './define.ts'
import type { KithReviewQueue } from './review-queue.ts'

interface Page {
  readonly dir?: string
  readonly lang?: string
  readonly theme?: string
  /** CSS px. */
  readonly width?: number
  readonly review?: string
}

const crm = (options: FakeReviewsOptions = {}) => fakeReviews({ now: Date.now(), ...options })

const show = (client: FakeReviews, { dir = 'ltr', lang = 'en', theme = '', width, review }: Page = {}) => {
  const page = document.createElement('div')
  Object.assign(page, { dir, lang })
  if (theme) page.dataset['theme'] = theme
  page.style.cssText = `block-size:760px;max-inline-size:${width ? `${width}px` : 'none'};font-family:system-ui,sans-serif`
  const queue: KithReviewQueue = document.createElement('kith-review-queue')
  Object.assign(queue, { client, review })
  page.append(queue)
  return page
}

type Play = NonNullable<StoryObj['play']>

/** Presses keys in the list, or what a selector finds. */
const press =
  (...what: readonly string[]): Play =>
  async ({ canvasElement }) => {
    const root = (canvasElement.querySelector('kith-review-queue') as KithReviewQueue).renderRoot
    for (const one of what) {
      const find = () => root.querySelector<HTMLElement>(one.length === 1 ? '.item[aria-current]' : one)
      for (let tries = 0; tries < 100 && !find(); tries++) await new Promise((done) => setTimeout(done, 20))
      if (one.length === 1)
        find()?.dispatchEvent(new KeyboardEvent('keydown', { key: one, bubbles: true, composed: true }))
      else find()?.click()
      await new Promise((done) => setTimeout(done, 50))
    }
  }

const meta: Meta = {
  title: 'Back office/kith-review-queue',
  component: 'kith-review-queue',
  parameters: { layout: 'fullscreen' },
}
export default meta

type Story = StoryObj

export const Waiting: Story = { render: () => show(crm()) }

export const Contested: Story = { render: () => show(crm(), { review: 'r2' }) }

export const ServesYou: Story = { render: () => show(crm(), { review: 'r4' }) }

export const NeedsARole: Story = {
  render: () => {
    const now = Date.now()
    const reviews = someReviews(now).map((one) => (one['id'] === 'r1' ? { ...one, approverRole: 'board-member' } : one))
    return show(crm({ now, reviews }), { review: 'r1' })
  },
}

export const Approving: Story = { render: () => show(crm()), play: press('a') }

export const Changing: Story = { render: () => show(crm()), play: press('.acts button:nth-of-type(3)') }

export const Refusing: Story = { render: () => show(crm()), play: press('r') }

export const Contesting: Story = {
  render: () => show(crm()),
  play: press('.acts .quiet', 'dialog .primary'),
}

export const Approved: Story = { render: () => show(crm()), play: press('a', 'dialog .primary') }

export const DecidedMeanwhile: Story = {
  render: () => show(crm()),
  play: async (context) => {
    await press('.item')(context)
    const queue = context.canvasElement.querySelector('kith-review-queue') as KithReviewQueue
    ;(queue.client as FakeReviews).decideElsewhere('r1', 'refused', { reason: 'She called this morning.' })
    await new Promise((done) => setTimeout(done, 100))
  },
}

export const Decided: Story = { render: () => show(crm()), play: press('.tabs button:last-child') }

export const Empty: Story = { render: () => show(crm({ reviews: [] })) }

export const OnlyOthers: Story = {
  render: () => {
    const now = Date.now()
    return show(crm({ now, reviews: someReviews(now).filter(({ id }) => id === 'r4') }))
  },
}

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
    client.crm.fail('me', new KithError('NETWORK'))
    return show(client)
  },
}

export const NoPermission: Story = { render: () => show(crm({ objects: ['lead'] })) }

export const NotDecided: Story = {
  render: () => {
    const client = crm()
    client.approveReview = async () => {
      throw new KithError('NETWORK')
    }
    return show(client)
  },
  play: press('a', 'dialog .primary'),
}

const LONG = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'

export const LongTexts: Story = {
  render: () => {
    const reviews = someReviews(Date.now()).map((one) => ({ ...one, title: `${LONG} ${LONG}` }))
    return show(crm({ reviews }), { width: 390, review: 'r1' })
  },
}

export const Dark: Story = { render: () => show(crm(), { theme: 'dark' }) }

export const Norwegian: Story = { render: () => show(crm(), { lang: 'nb', review: 'r2' }) }

export const RightToLeft: Story = { render: () => show(crm(), { dir: 'rtl', lang: 'ar' }) }

export const PhoneList: Story = { render: () => show(crm(), { width: 390 }) }

export const PhoneReview: Story = { render: () => show(crm(), { width: 390, review: 'r1' }) }

export const Narrowest: Story = { render: () => show(crm(), { width: 320, review: 'r3' }) }
