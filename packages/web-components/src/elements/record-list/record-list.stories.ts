import { type CrmApi, createCrm, type UncheckedFilter } from '@kith/core'
import { KithError } from '@kith/core/shared'
import { memoryStorage } from '@kith/core/storage/memory'
import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { html } from '../../base/index.ts'
import { type Company, company } from '../../testing/company.ts'
import { lateClient, type Overrides } from '../../testing/late-client.ts'
import './define.ts'
import type { KithRecordList } from './record-list.ts'

interface Args {
  object: string
  where?: UncheckedFilter
  client: CrmApi
  theme?: string
  lang?: string
  dir?: string
  /** Pixels. */
  width?: number
}

type Change = (made: Company) => Promise<unknown>

const crm = (overrides?: Overrides, change?: Change, who: 'admin' | 'manager' = 'admin') =>
  lateClient(
    company({ createCrm, memoryStorage }).then(async (made) => {
      await change?.(made)
      return made[who]
    }),
    overrides,
  )

const meta: Meta<Args> = {
  title: 'Record list',
  component: 'kith-record-list',
  render: ({ object = 'contact', client, where, theme = 'light', lang = 'en', dir = 'ltr', width = 1100 }) =>
    html`<style>
        .story {
          block-size: 560px;
          font-family: system-ui, sans-serif;
          color-scheme: light dark;
        }
        .w360 {
          inline-size: 360px;
        }
      </style>
      <div class="story w${width}" data-theme=${theme} lang=${lang} dir=${dir}>
        <kith-record-list object=${object} .client=${client} .where=${where}></kith-record-list>
      </div>`,
}
export default meta
type Story = StoryObj<Args>

const open: Story['play'] = async ({ canvasElement }) => {
  const list = canvasElement.querySelector('kith-record-list') as KithRecordList
  await until(() => list.renderRoot.querySelector('tbody tr[id]'))
  list.create()
}

async function until(found: () => unknown): Promise<void> {
  for (let tries = 0; tries < 100 && !found(); tries++) await new Promise((go) => setTimeout(go, 20))
}

const long: Change = ({ admin }) =>
  admin.create('contact', {
    name: 'Freiherr Maximilian-Alexander von Donaudampfschifffahrtselektrizitätenhauptbetriebswerk',
    title: 'Geschäftsführender Gesellschafter für Liegenschaften und Bauangelegenheiten',
  })

export const Contacts: Story = { args: { client: crm() } }
export const Dark: Story = { args: { client: crm(), theme: 'dark' } }
export const Leads: Story = { args: { object: 'lead', client: crm() } }
export const NewRecord: Story = { args: { client: crm() }, play: open }
export const Filtered: Story = {
  args: { client: crm(), where: { lifecycle: { in: ['prospect', 'customer'] }, companyId: { industry: 'retail' } } },
}
export const Empty: Story = { args: { object: 'ticket', client: crm() } }
export const Loading: Story = { args: { client: crm({ list: () => new Promise(() => {}) }) } }
export const NoPermission: Story = { args: { object: 'unheardOf', client: crm() } }
export const Failed: Story = { args: { client: crm({ list: () => Promise.reject(new KithError('NETWORK')) }) } }
export const CannotDelete: Story = { args: { object: 'pipeline', client: crm({}, undefined, 'manager') } }
export const LongNames: Story = { args: { client: crm({}, long) } }
export const Norwegian: Story = { args: { client: crm(), lang: 'nb' } }
export const RightToLeft: Story = { args: { client: crm(), lang: 'ar', dir: 'rtl' } }
export const Phone: Story = { args: { client: crm(), width: 360 } }
export const PhoneDark: Story = { args: { client: crm(), width: 360, theme: 'dark' } }
