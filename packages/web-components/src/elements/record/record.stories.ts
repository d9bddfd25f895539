import { type CrmApi, createCrm } from '@kith/core'
import { memoryStorage } from '@kith/core/storage/memory'
import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { html } from '../../base/index.ts'
import { company } from '../../testing/company.ts'
import { someReasons } from '../../testing/fake-reviews-records.ts'
import { lateClient, type Overrides } from '../../testing/late-client.ts'
import './define.ts'
import type { KithRecord } from './record.ts'

interface Args {
  object: 'contact' | 'lead' | 'deal'
  client: CrmApi
  theme?: string
  lang?: string
  dir?: string
  /** Pixels. */
  width?: number
}

/** `this` stands for the one record of an object that the story is about. */
function crm(object: Args['object'], overrides: Overrides = {}): CrmApi {
  const made = company({ createCrm, memoryStorage })
  const id = (given: string) => (given === 'this' ? made.then((all) => all[object].id) : Promise.resolve(given))
  const api = made.then(({ admin }) => admin)
  return lateClient(api, {
    get: async (of, given) => (await api).get(of, await id(given)),
    timeline: async (of, given, query) => (await api).timeline(of, await id(given), query),
    list: async (of, query) =>
      (await api).list(of, JSON.parse(JSON.stringify(query ?? {}).replaceAll('"this"', `"${await id('this')}"`))),
    update: async (of, given, values, options) => (await api).update(of, await id(given), values, options),
    logActivity: async (input, options) =>
      (await api).logActivity(JSON.parse(JSON.stringify(input).replaceAll('"this"', `"${await id('this')}"`)), options),
    ...overrides,
  })
}

const meta: Meta<Args> = {
  title: 'Record',
  component: 'kith-record',
  render: ({ object = 'contact', client, theme = 'light', lang = 'en', dir = 'ltr', width = 1200 }) =>
    html`<style>
        .story {
          block-size: 720px;
          font-family: system-ui, sans-serif;
          color-scheme: light dark;
        }
        .w360 {
          inline-size: 360px;
        }
      </style>
      <div class="story w${width}" data-theme=${theme} lang=${lang} dir=${dir}>
        <kith-record object=${object} record-id="this" .client=${client}></kith-record>
      </div>`,
}
export default meta
type Story = StoryObj<Args>

const press =
  (selector: string): NonNullable<Story['play']> =>
  async ({ canvasElement }) => {
    const { renderRoot } = canvasElement.querySelector('kith-record') as KithRecord
    for (let tries = 0; tries < 100 && !renderRoot.querySelector(selector); tries++)
      await new Promise((go) => setTimeout(go, 20))
    renderRoot.querySelector<HTMLElement>(selector)?.click()
  }

const never = () => new Promise<never>(() => {})

export const Contact: Story = { args: { object: 'contact', client: crm('contact') } }
export const ContactDark: Story = { args: { object: 'contact', client: crm('contact'), theme: 'dark' } }
export const Lead: Story = { args: { object: 'lead', client: crm('lead') } }
export const Convert: Story = { args: { object: 'lead', client: crm('lead') }, play: press('[part=header] .primary') }
export const Deal: Story = { args: { object: 'deal', client: crm('deal') } }
export const Lost: Story = { args: { object: 'deal', client: crm('deal') }, play: press('.stages .lost button') }
export const Editing: Story = { args: { object: 'contact', client: crm('contact') }, play: press('#edit-emails') }
const explained = { why: async () => someReasons(Date.now()) } as Overrides
export const Why: Story = { args: { object: 'lead', client: crm('lead', explained) }, play: press('.explain') }
export const WhyPhone: Story = {
  args: { object: 'lead', client: crm('lead', explained), width: 360, theme: 'dark' },
  play: press('.explain'),
}
export const Loading: Story = { args: { object: 'contact', client: crm('contact', { get: never }) } }
export const NotFound: Story = {
  args: { object: 'contact', client: lateClient(company({ createCrm, memoryStorage }).then(({ admin }) => admin)) },
}
export const Norwegian: Story = { args: { object: 'deal', client: crm('deal'), lang: 'nb' } }
export const RightToLeft: Story = { args: { object: 'contact', client: crm('contact'), lang: 'he', dir: 'rtl' } }
export const Phone: Story = { args: { object: 'deal', client: crm('deal'), width: 360 } }
export const PhoneDark: Story = { args: { object: 'lead', client: crm('lead'), width: 360, theme: 'dark' } }
