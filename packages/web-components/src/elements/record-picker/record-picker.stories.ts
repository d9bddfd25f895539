import { createCrm } from '@kith/core'
import { memoryStorage } from '@kith/core/storage/memory'
import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { html } from '../../base/index.ts'
import { company } from '../../testing/company.ts'
import { lateClient } from '../../testing/late-client.ts'
import './define.ts'

const meta: Meta<{ theme: string }> = {
  title: 'Record picker',
  component: 'kith-record-picker',
  args: { theme: 'light' },
  render: ({ theme }) => html`<style>
      .story {
        padding: 20px;
        block-size: 320px;
        font-family: system-ui, sans-serif;
      }
    </style>
    <div class="story" data-theme=${theme} lang="en">
      <kith-record-picker
        object="contact"
        aria-label="Contact"
        .client=${lateClient(company({ createCrm, memoryStorage }).then(({ admin }) => admin))}
      ></kith-record-picker>
    </div>`,
}
export default meta
type Story = StoryObj<{ theme: string }>

const focus: Story['play'] = ({ canvasElement }) => {
  canvasElement.querySelector('kith-record-picker')?.focus()
}

export const Closed: Story = {}
export const Open: Story = { play: focus }
