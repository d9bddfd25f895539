import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { ref } from 'lit/directives/ref.js'
import { ApiError } from '../../api/call.ts'
import { html } from '../../base/index.ts'
import { aConversation, type FakeChat, fakeChat } from './chat.fixture.ts'
import type { KithChat } from './chat.ts'
import './define.ts'

interface Args {
  client: FakeChat
  open: boolean
  /** The browser holds a token already. */
  known: boolean
  greeting?: string
  lang?: string
  dir?: string
  theme?: string
  width?: string
}

const meta: Meta<Args> = {
  title: 'Chat',
  args: { client: fakeChat(), open: true, known: false },
  render: ({ client, open, known, greeting, lang = 'en', dir = 'ltr', theme = 'light', width = '420px' }) =>
    html`<div lang=${lang} dir=${dir} data-theme=${theme} ${ref((element) => place(element, width))}>
      <kith-chat site="story" .client=${client} ?open=${open} .greeting=${greeting} status="Usually answers in 5 minutes"
        ${ref((element) => known && element && remember(element as KithChat))}></kith-chat></div>`,
}
export default meta
type Story = StoryObj<Args>

/** A box that fixed positions refer to, so that a story holds the whole widget. */
function place(element: Element | undefined, width: string): void {
  const style = (element as HTMLElement | undefined)?.style
  for (const [name, value] of [
    ['transform', 'translate(0)'],
    ['inline-size', width],
    ['block-size', '580px'],
  ] as const)
    style?.setProperty(name, value)
}

function remember(element: KithChat): void {
  localStorage.setItem(element.storageKey, JSON.stringify({ token: 'token-1' }))
}

const write =
  (text: string): NonNullable<Story['play']> =>
  async ({ canvasElement }) => {
    const chat = canvasElement.querySelector('kith-chat') as KithChat
    await chat.updateComplete
    const field = chat.renderRoot.querySelector('textarea') as HTMLTextAreaElement
    field.value = text
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
  }
const refusing = (error: ApiError): FakeChat => {
  const chat = fakeChat()
  chat.refusals.push(...Array(50).fill(error))
  return chat
}
const closed = (): FakeChat => Object.assign(fakeChat(aConversation()), { status: 'closed' as const })
const unread = async ({ canvasElement }: { canvasElement: HTMLElement }) => {
  const chat = canvasElement.querySelector('kith-chat') as KithChat
  ;(chat.client as FakeChat).say('Are you still there?')
}

export const Closed: Story = { args: { open: false } }
export const Unread: Story = { args: { open: false, known: true, client: fakeChat(aConversation()) }, play: unread }
export const Empty: Story = { args: { greeting: 'Hi! Which home are you looking at?' } }
export const Conversation: Story = { args: { known: true, client: fakeChat(aConversation()) } }
export const SendingOffline: Story = {
  args: { client: refusing(new ApiError('NETWORK')) },
  play: write('Is there a lift?'),
}
export const FailedMessage: Story = {
  args: { client: refusing(new ApiError('INVALID_INPUT', {}, 400)) },
  play: write('Is there a lift?'),
}
export const TooMany: Story = {
  args: { client: refusing(new ApiError('RATE_LIMITED', { retryAfterSeconds: 20 }, 429)) },
  play: write('Hello'),
}
export const ClosedConversation: Story = { args: { known: true, client: closed() } }
export const Dark: Story = { args: { ...Conversation.args, theme: 'dark' } }
export const RightToLeft: Story = { args: { known: true, dir: 'rtl', lang: 'ar', client: fakeChat(aConversation()) } }
export const Norwegian: Story = { args: { lang: 'nb' } }
export const Narrow: Story = { args: { ...Conversation.args, width: '320px' } }
export const LongWords: Story = {
  args: {
    lang: 'de',
    greeting:
      'Rechtsschutzversicherungsgesellschaftsangestelltenverzeichnisnummer?\nLämpötilansäätelyjärjestelmäasiantuntijapalvelut.',
  },
}
