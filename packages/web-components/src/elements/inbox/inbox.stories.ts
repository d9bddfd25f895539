import { KithError } from '@kith/core/shared'
import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { type FakeCrm, type FakeCrmOptions, fakeCrm } from '../../testing/fake-crm.ts'
import { conversations, talk } from '../../testing/fake-records.ts'
import './define.ts'
import type { KithInbox } from './inbox.ts'

interface Page {
  /** Id of the conversation that is open. */
  readonly open?: string
  readonly dir?: string
  readonly lang?: string
  readonly theme?: string
  /** CSS px. */
  readonly width?: number
}

const crm = (options: Partial<FakeCrmOptions> = {}) => {
  const now = Date.now()
  return fakeCrm({ records: conversations(now), now, ...options })
}

const show = (client: FakeCrm, { open, dir = 'ltr', lang = 'en', theme = '', width }: Page = {}) => {
  const page = document.createElement('div')
  Object.assign(page, { dir, lang })
  if (theme) page.dataset['theme'] = theme
  page.style.cssText = `block-size:720px;max-inline-size:${width ? `${width}px` : 'none'};font-family:system-ui,sans-serif`
  const inbox: KithInbox = document.createElement('kith-inbox')
  inbox.conversation = open
  inbox.client = client
  page.append(inbox)
  return page
}

/** Plays once a conversation is open: writes in it and presses Enter. */
const write =
  (text: string, send = true) =>
  async ({ canvasElement }: { canvasElement: HTMLElement }) => {
    const root = (canvasElement.querySelector('kith-inbox') as KithInbox).renderRoot
    for (let tries = 0; tries < 100 && !root.querySelector('.bubble p'); tries++)
      await new Promise((done) => setTimeout(done, 20))
    const field = root.querySelector('textarea') as HTMLTextAreaElement
    field.value = text
    field.dispatchEvent(new InputEvent('input'))
    if (send) field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }))
    await new Promise((done) => setTimeout(done, 100))
  }

const meta: Meta = { title: 'Back office/kith-inbox', component: 'kith-inbox', parameters: { layout: 'fullscreen' } }
export default meta

type Story = StoryObj

export const Morning: Story = { render: () => show(crm()) }

export const Reading: Story = { render: () => show(crm(), { open: 'k1' }) }

export const Dark: Story = { render: () => show(crm(), { open: 'k1', theme: 'dark' }) }

export const PhoneList: Story = { render: () => show(crm(), { width: 375 }) }

export const PhoneThread: Story = { render: () => show(crm(), { width: 375, open: 'k1' }) }

export const Norwegian: Story = { render: () => show(crm(), { open: 'k1', lang: 'nb' }) }

export const RightToLeft: Story = { render: () => show(crm(), { open: 'k1', dir: 'rtl', lang: 'ar' }) }

export const LongConversation: Story = {
  render: () => {
    const now = Date.now()
    const records = conversations(now)
    return show(crm({ records: { ...records, message: [...records.message, ...talk('k3', 400, now)] } }), {
      open: 'k3',
    })
  },
}

export const Writing: Story = {
  render: () => show(crm(), { open: 'k1' }),
  play: write('Yes, two places in the', false),
}

export const Sent: Story = { render: () => show(crm(), { open: 'k1' }), play: write('Yes, two places in the garage.') }

export const NotSent: Story = {
  render: () => {
    const client = crm()
    client.fail('sendMessage', new KithError('NETWORK'))
    return show(client, { open: 'k1' })
  },
  play: write('Yes, two places in the garage.'),
}

export const Closed: Story = { render: () => show(crm(), { open: 'k5' }) }

export const Loading: Story = {
  render: () => {
    const client = crm()
    client.gate = new Promise(() => {})
    return show(client)
  },
}

export const NobodyWaits: Story = { render: () => show(crm({ records: {} })) }

const refused = (code: 'NETWORK' | 'FORBIDDEN'): Story => ({
  render: () => {
    const client = crm()
    client.fail('me', new KithError(code))
    return show(client)
  },
})

export const Unreachable = refused('NETWORK')

export const NoPermission = refused('FORBIDDEN')

export const ReadOnly: Story = { render: () => show(crm({ readOnly: true }), { open: 'k1' }) }
