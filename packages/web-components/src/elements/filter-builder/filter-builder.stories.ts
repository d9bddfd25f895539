import { type CrmApi, createCrm, type UncheckedFilter } from '@kith/core'
import { KithError } from '@kith/core/shared'
import { memoryStorage } from '@kith/core/storage/memory'
import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { html } from '../../base/index.ts'
import { type Company, company } from '../../testing/company.ts'
import { lateClient, type Overrides } from '../../testing/late-client.ts'
import './define.ts'
import type { KithFilterBuilder } from './filter-builder.ts'

interface Args {
  object: string
  client: CrmApi
  value?: UncheckedFilter
  disabled?: boolean
  readOnly?: boolean
  theme?: string
  lang?: string
  dir?: string
  /** Pixels. */
  width?: number
}

const crm = (overrides?: Overrides, change?: (made: Company) => Promise<unknown>) =>
  lateClient(
    company({ createCrm, memoryStorage }).then(async (made) => {
      await change?.(made)
      return made.admin
    }),
    overrides,
  )

const meta: Meta<Args> = {
  title: 'Filter builder',
  component: 'kith-filter-builder',
  render: ({
    object = 'contact',
    client,
    value,
    disabled = false,
    readOnly = false,
    theme = 'light',
    lang = 'en',
    dir = 'ltr',
    width = 860,
  }) =>
    html`<style>
        .story {
          box-sizing: border-box;
          padding: 16px;
          max-inline-size: 892px;
          font-family: system-ui, sans-serif;
          color-scheme: light dark;
        }
        .story[data-theme='dark'] {
          background: #1b1d22;
        }
        .w360 {
          inline-size: 360px;
        }
        .w320 {
          inline-size: 320px;
        }
      </style>
      <div class="story w${width}" data-theme=${theme} lang=${lang} dir=${dir}>
        <kith-filter-builder
          object=${object}
          .client=${client}
          .value=${value}
          ?disabled=${disabled}
          ?readonly=${readOnly}
        ></kith-filter-builder>
      </div>`,
}
export default meta
type Story = StoryObj<Args>

async function until(found: () => unknown): Promise<void> {
  for (let tries = 0; tries < 100 && !found(); tries++) await new Promise((go) => setTimeout(go, 20))
}

const press =
  (name: string): NonNullable<Story['play']> =>
  async ({ canvasElement }) => {
    const builder = canvasElement.querySelector('kith-filter-builder') as KithFilterBuilder
    const button = () =>
      [...builder.renderRoot.querySelectorAll<HTMLElement>('button')].find(
        (one) => one.textContent?.trim() === name || one.getAttribute('aria-label')?.startsWith(name),
      )
    await until(button)
    button()?.click()
  }

/** Lists, dates, a related record, a group within a group. */
const rich: UncheckedFilter = {
  lifecycle: { in: ['prospect', 'customer'] },
  companyId: { industry: 'retail' },
  createdAt: { last: { days: 30 } },
  or: [
    { emails: { some: { value: { contains: '@example.com' }, kind: 'work' } } },
    { ownerId: { actor: 'id' } },
    { not: { title: { empty: false } } },
  ],
}

const deals: UncheckedFilter = {
  amount: { gte: { base: 50_000_00 } },
  closeOn: { within: 'thisMonth' },
  contactId: { companyId: { industry: { contains: 'ret' } } },
  status: 'open',
  or: [{ ownerId: { actor: 'id' } }, { ownerId: 'ola' }],
}

const odd: UncheckedFilter = {
  lifecycle: 'customer',
  createdAt: { gt: { ago: { days: 1, hours: 2 } } },
  addresses: {
    some: {
      inArea: [
        [59, 10],
        [60, 10],
        [60, 11],
      ].map(([latitude = 0, longitude = 0]) => ({ latitude, longitude })),
    },
  },
}

const daysAndPlaces: UncheckedFilter = {
  birthOn: { anniversary: { from: '12-24', to: '01-06' } },
  createdAt: { anniversary: { next: { days: 14 } } },
  teamId: { in: { actor: 'teams' } },
  or: [
    { addresses: { some: { near: { latitude: 59.91, longitude: 10.75, withinKm: 25 } } } },
    { addresses: { some: { inArea: { north: 60, south: 59, west: 10, east: 11 } } } },
  ],
}

const long: UncheckedFilter = {
  or: Array.from({ length: 4 }, (_, at) => ({
    title: { contains: `Geschäftsführender Gesellschafter für Liegenschaften und Bauangelegenheiten ${at}` },
  })),
}

const client = crm()
export const Empty: Story = { args: { client } }
export const Sentences: Story = { args: { client, value: rich } }
export const Deals: Story = { args: { client, object: 'deal', value: deals } }
export const Dark: Story = { args: { client, value: rich, theme: 'dark' } }
export const ChoosingAField: Story = {
  args: { client, value: { lifecycle: 'customer' } },
  play: press('Add Condition'),
}
export const MoreActions: Story = { args: { client, value: { lifecycle: 'customer' } }, play: press('More for') }
export const Removed: Story = { args: { client, value: rich }, play: press('Remove') }
/** What records say in a text field can be tapped. */
export const KnownValues: Story = {
  args: {
    client: crm({}, async ({ admin }) => {
      for (const source of ['website', 'website', 'website', 'portal'])
        await admin.create('contact', { name: 'Somebody', source })
    }),
  },
  play: async ({ canvasElement }) => {
    const { renderRoot } = canvasElement.querySelector('kith-filter-builder') as KithFilterBuilder
    const find = <Of extends HTMLElement>(selector: string) => renderRoot.querySelector<Of>(selector)
    const once = async (selector: string) => {
      for (let tries = 0; tries < 150 && !find(selector); tries++) await new Promise((go) => setTimeout(go, 20))
    }
    await once('.add')
    find('.add')?.click()
    await once('.fields input')
    const search = find<HTMLInputElement>('.fields input')
    if (search) search.value = 'source'
    search?.dispatchEvent(new InputEvent('input', { bubbles: true }))
    await once('.fields [role=option]')
    find('.fields [role=option]')?.click()
    await once('.known')
    const moving = (renderRoot as ShadowRoot).getAnimations().map(({ finished }) => finished)
    await Promise.allSettled(moving)
  },
}
export const DaysAndPlaces: Story = { args: { client, value: daysAndPlaces } }
export const DaysAndPlacesOnPhone: Story = { args: { client, value: daysAndPlaces, width: 360, theme: 'dark' } }
export const WhatHasNoRow: Story = { args: { client, value: odd } }
export const Json: Story = { args: { client, value: rich }, play: press('JSON') }
export const Refused: Story = { args: { client, value: { lifecycle: 'customer', unheardOf: 1 } } }
export const Disabled: Story = { args: { client, value: rich, disabled: true } }
export const ReadOnly: Story = { args: { client, value: rich, readOnly: true } }
export const Loading: Story = { args: { client: crm({ model: () => new Promise(() => {}) }) } }
export const Failed: Story = { args: { client: crm({ model: () => Promise.reject(new KithError('NETWORK')) }) } }
export const NoPermission: Story = { args: { client, object: 'unheardOf' } }
export const NotCounted: Story = {
  args: { client: crm({ totals: () => Promise.reject(new KithError('NETWORK')) }), value: rich },
}
export const LongTexts: Story = { args: { client, value: long } }
export const Norwegian: Story = { args: { client, value: rich, lang: 'nb' } }
export const RightToLeft: Story = { args: { client, value: rich, lang: 'ar', dir: 'rtl' } }
export const Phone: Story = { args: { client, value: rich, width: 360 } }
export const SmallPhoneDark: Story = { args: { client, value: rich, width: 320, theme: 'dark' } }
