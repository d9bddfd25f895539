import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { html } from 'lit'
import { type FakeCrm, fakeCrm } from '../../testing/fake-crm.ts'
import { sales } from '../../testing/fake-records.ts'
import './define.ts'

const now = Date.now()
const crm = (extra: readonly object[] = [], options: object = {}) =>
  fakeCrm({ records: sales(now, extra), now, ...options })
const board = (client: FakeCrm, attributes: { readonly?: boolean; dir?: string; lang?: string; theme?: string } = {}) =>
  html`<div
    dir=${attributes.dir ?? 'ltr'}
    lang=${attributes.lang ?? 'en'}
    data-theme=${attributes.theme ?? 'auto'}
    class="kith-story"
  >
    <kith-pipeline-board pipeline="sales" .client=${client} ?readonly=${attributes.readonly ?? false}></kith-pipeline-board>
  </div>`

export default {
  title: 'kith-pipeline-board',
  component: 'kith-pipeline-board',
  decorators: [
    (story) => html`<style>
        .kith-story {
          block-size: 720px;
          font-family: system-ui, sans-serif;
          color-scheme: light dark;
        }
      </style>${story()}`,
  ],
} satisfies Meta

type Story = StoryObj

export const Sales: Story = { render: () => board(crm()) }
export const Dark: Story = { render: () => board(crm(), { theme: 'dark' }) }
