import axe from 'axe-core'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { ApiError } from '../../api/call.ts'
import { aConversation, type FakeChat, fakeChat } from './chat.fixture.ts'
import type { KithChat } from './chat.ts'
import './define.ts'
import { until } from '../../testing/until.ts'

async function mount(client: FakeChat = fakeChat()): Promise<KithChat> {
  document.documentElement.setAttribute('lang', 'en')
  const element = document.createElement('kith-chat')
  element.client = client
  document.body.append(element)
  await element.updateComplete
  return element
}

const launcher = () => page.getByRole('button', { name: 'Open chat', exact: true })
const field = () => page.getByRole('textbox', { name: 'Write a message' })
const log = () => page.getByRole('log')
const texts = () =>
  [...(document.querySelector('kith-chat')?.renderRoot.querySelectorAll('p[part=message]') ?? [])].map(
    (one) => one.textContent,
  )
const remember = (element: KithChat, memory: object = { token: 'token-1', seen: 99 }) =>
  localStorage.setItem(element.storageKey, JSON.stringify(memory))
const focusedPart = () => document.querySelector('kith-chat')?.shadowRoot?.activeElement?.getAttribute('part')

async function reload(client: FakeChat): Promise<KithChat> {
  document.body.replaceChildren()
  return mount(client)
}

async function write(text: string): Promise<void> {
  await field().fill(text)
  await userEvent.keyboard('{Enter}')
}

afterEach(() => {
  document.body.replaceChildren()
  localStorage.clear()
  document.documentElement.removeAttribute('data-theme')
})

describe('kith-chat', () => {
  it('is nothing but its button while it is closed', async () => {
    const element = await mount()
    const { width, height } = element.getBoundingClientRect()
    expect([width, height]).toEqual([56, 56])
    expect(element.renderRoot.querySelectorAll('button, textarea').length).toBe(1)
  })

  it('opens into the field, closes by Escape, and gives the focus back', async () => {
    await mount()
    await launcher().click()
    await until(() => focusedPart() === 'input')
    await userEvent.keyboard('{Escape}')
    await until(() => focusedPart() === 'launcher')
  })

  it('works by keyboard alone', async () => {
    const client = fakeChat()
    await mount(client)
    await userEvent.keyboard('{Tab}{Enter}')
    await until(() => focusedPart() === 'input')
    await userEvent.keyboard('Is there a lift?{Enter}')
    await expect.element(log().getByText('Is there a lift?')).toBeVisible()
    expect(client.calls.map(({ text }) => text)).toEqual(['Is there a lift?'])
  })

  it('breaks the line on Shift+Enter', async () => {
    const client = fakeChat()
    await mount(client)
    await launcher().click()
    await field().fill('one')
    await userEvent.keyboard('{Shift>}{Enter}{/Shift}two{Enter}')
    await until(() => client.calls.length === 1)
    expect(client.calls[0]?.text).toBe('one\ntwo')
  })

  it('stores nothing before the first message, and a token after it', async () => {
    const element = await mount()
    await launcher().click()
    await field().fill('Hello')
    expect(localStorage.length).toBe(0)
    await userEvent.keyboard('{Enter}')
    await until(() => localStorage.getItem(element.storageKey)?.includes('token-1'))
  })

  it('shows answers as they come', async () => {
    const client = fakeChat()
    await mount(client)
    await launcher().click()
    await write('Hello')
    await expect.element(log().getByText('Hello')).toBeVisible()
    client.say('Hi!')
    await expect.element(log().getByText('Hi!')).toBeVisible()
    await expect.element(page.getByRole('dialog', { name: 'Merve Çelik' })).toBeVisible()
  })

  it('counts what came on a page that is never idle too', async () => {
    const idle = vi.spyOn(window, 'requestIdleCallback')
    onTestFinished(() => idle.mockRestore())
    idle.mockImplementation((run, { timeout } = {}) => {
      if (timeout) setTimeout(run, 0)
      return 0
    })
    const client = fakeChat(aConversation())
    remember(await mount(client), { token: 'token-1', seen: 4 })
    await reload(client)
    await expect.element(page.getByRole('button', { name: 'Open chat, one new message' })).toBeVisible()
  })

  it('counts what came while it was closed, and stops counting when it is opened', async () => {
    const client = fakeChat(aConversation())
    remember(await mount(client), { token: 'token-1', seen: 4 })
    await reload(client)
    await page.getByRole('button', { name: 'Open chat, one new message' }).click()
    await userEvent.keyboard('{Escape}')
    await expect.element(launcher()).toBeVisible()
    client.say('Are you still there?')
    await expect.element(page.getByRole('button', { name: 'Open chat, one new message' })).toBeVisible()
  })

  it('has the same conversation after a reload, each message once and in order', async () => {
    const client = fakeChat()
    await mount(client)
    await launcher().click()
    await write('one')
    await write('two')
    await until(() => client.messages.length === 2)
    client.say('three')
    await reload(client)
    await launcher().click()
    await expect.element(log().getByText('three')).toBeVisible()
    expect(texts()).toEqual(['one', 'two', 'three'])
  })

  it('sends what was not acknowledged again with the same key, also after a reload', async () => {
    const client = fakeChat()
    client.refusals.push(...Array(5).fill(new ApiError('NETWORK')))
    await mount(client)
    await launcher().click()
    await write('Is there a lift?')
    await expect.element(page.getByText(/No connection/)).toBeVisible()
    client.refusals.length = 0
    await reload(client)
    await launcher().click()
    await until(() => client.messages.length === 1)
    await until(() => texts().join() === 'Is there a lift?')
    expect(new Set(client.calls.map(({ key }) => key)).size).toBe(1)
  })

  it('shows a message once when its answer was lost after it was stored', async () => {
    const client = fakeChat()
    const { sendVisitorMessage } = client
    await mount(client)
    await launcher().click()
    await write('one')
    await until(() => client.messages.length === 1)
    let lost = false
    Object.assign(client, {
      sendVisitorMessage: async (...args: Parameters<typeof sendVisitorMessage>) => {
        const stored = await sendVisitorMessage(...args)
        if (lost) return stored
        lost = true
        throw new ApiError('NETWORK')
      },
    })
    await write('two')
    await until(() => lost)
    dispatchEvent(new Event('online'))
    await until(() => !localStorage.getItem(document.querySelector('kith-chat')?.storageKey ?? '')?.includes('two'))
    expect(client.messages.map(({ text }) => text)).toEqual(['one', 'two'])
    expect(texts()).toEqual(['one', 'two'])
  })

  it('offers to try again what was refused', async () => {
    const client = fakeChat()
    client.refusals.push(new ApiError('INTERNAL', {}, 500))
    await mount(client)
    await launcher().click()
    await write('Hello')
    await page.getByRole('button', { name: 'Try again' }).click()
    await until(() => client.messages.length === 1)
    expect(client.calls[0]?.key).toBe(client.calls[1]?.key)
  })

  it('starts anew after a conversation was closed, and takes the refused text along', async () => {
    const client = fakeChat(aConversation())
    const element = await mount(client)
    remember(element)
    await reload(client)
    await launcher().click()
    await expect.element(log().getByText('See you on Thursday!')).toBeVisible()
    client.refusals.push(new ApiError('CONVERSATION_CLOSED', {}, 409))
    await write('One more thing')
    await page.getByRole('button', { name: 'Start a new one' }).click()
    await until(() => client.messages.at(-1)?.text === 'One more thing')
    expect(texts()).toEqual(['One more thing'])
  })

  it('shows text as text', async () => {
    const client = fakeChat()
    await mount(client)
    await launcher().click()
    await write('<img src=x onerror=alert(1)>')
    await expect.element(log().getByText('<img src=x onerror=alert(1)>')).toBeVisible()
  })

  it('is a sheet as high as the screen on a phone', async () => {
    await page.viewport(375, 667)
    const element = await mount()
    await launcher().click()
    expect(element.getBoundingClientRect()).toMatchObject({ width: 375, height: 667 })
    await page.viewport(1280, 800)
  })

  it.each(['light', 'dark'])('has nothing that axe finds, %s', async (theme) => {
    document.documentElement.setAttribute('data-theme', theme)
    const client = fakeChat(aConversation())
    remember(await mount(client))
    await reload(client)
    await launcher().click()
    await expect.element(log().getByText('See you on Thursday!')).toBeVisible()
    const { violations } = await axe.run(document.body, { rules: { region: { enabled: false } } })
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
  })
})
