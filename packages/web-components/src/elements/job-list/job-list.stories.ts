import { KithError } from '@kith/core/shared'
import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { type FakeReviews, type FakeReviewsOptions, fakeReviews } from '../../testing/fake-reviews.ts'
import { someJobs } from '../../testing/fake-reviews-records.ts'
import './define.ts'
import type { KithJobList } from './job-list.ts'

interface Page {
  readonly dir?: string
  readonly lang?: string
  readonly theme?: string
  /** CSS px. */
  readonly width?: number
}

const crm = (options: FakeReviewsOptions = {}) => fakeReviews({ now: Date.now(), ...options })

const show = (client: FakeReviews, { dir = 'ltr', lang = 'en', theme = '', width = 960 }: Page = {}) => {
  const page = document.createElement('div')
  Object.assign(page, { dir, lang })
  if (theme) page.dataset['theme'] = theme
  page.style.cssText = `max-inline-size:${width}px;font-family:system-ui,sans-serif`
  const jobs: KithJobList = document.createElement('kith-job-list')
  jobs.client = client
  page.append(jobs)
  return page
}

const press =
  (selector: string): NonNullable<StoryObj['play']> =>
  async ({ canvasElement }) => {
    const root = (canvasElement.querySelector('kith-job-list') as KithJobList).renderRoot
    const find = () => root.querySelector<HTMLElement>(selector)
    for (let tries = 0; tries < 100 && !find(); tries++) await new Promise((done) => setTimeout(done, 20))
    find()?.click()
    await new Promise((done) => setTimeout(done, 150))
  }

const meta: Meta = {
  title: 'Back office/kith-job-list',
  component: 'kith-job-list',
  parameters: { layout: 'fullscreen' },
}
export default meta

type Story = StoryObj

export const Jobs: Story = { render: () => show(crm()) }

export const WholeError: Story = { render: () => show(crm()), play: press('summary') }

export const Retried: Story = { render: () => show(crm()), play: press('.over button') }

export const NotRetried: Story = {
  render: () => {
    const client = crm()
    client.retryJob = async () => {
      throw new KithError('NETWORK')
    }
    return show(client)
  },
  play: press('.job > button'),
}

export const NothingWaits: Story = { render: () => show(crm({ jobs: [] })) }

export const Loading: Story = {
  render: () => {
    const client = crm()
    client.crm.gate = new Promise(() => {})
    return show(client)
  },
}

const refused = (code: 'NETWORK' | 'FORBIDDEN'): Story => ({
  render: () => {
    const client = crm()
    client.jobs = async () => {
      throw new KithError(code)
    }
    return show(client)
  },
})

export const Unreachable = refused('NETWORK')

export const NoPermission = refused('FORBIDDEN')

const LONG = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'

export const LongTexts: Story = {
  render: () => {
    const jobs = someJobs(Date.now()).map((job) => ({ ...job, ruleId: LONG, lastError: `${LONG} ${LONG}` }))
    return show(crm({ jobs }), { width: 320 })
  },
}

export const Dark: Story = { render: () => show(crm(), { theme: 'dark' }) }

export const Norwegian: Story = { render: () => show(crm(), { lang: 'nb' }) }

export const RightToLeft: Story = { render: () => show(crm(), { dir: 'rtl', lang: 'ar' }) }

export const Phone: Story = { render: () => show(crm(), { width: 320 }) }
