import { KithError } from '@kith/core/shared'
import axe from 'axe-core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { type FakeCrm, type FakeCrmOptions, fakeCrm } from '../../testing/fake-crm.ts'
import { conversations, NOW, talk } from '../../testing/fake-records.ts'
import './define.ts'
import { until } from '../../testing/until.ts'
import type { KithInbox } from './inbox.ts'

let crm: FakeCrm
let inbox: KithInbox

interface Setup {
  readonly more?: Readonly<Record<string, readonly object[]>>
  readonly readOnly?: boolean
  readonly width?: number
  readonly dir?: string
  readonly client?: (crm: FakeCrm) => void
}

async function mount({ more = {}, readOnly = false, width = 1100, dir = 'ltr', client }: Setup = {}): Promise<void> {
  const records: Record<string, readonly object[]> = conversations()
  for (const [object, rows] of Object.entries(more)) records[object] = [...(records[object] ?? []), ...rows]
  crm = fakeCrm({ records: records as FakeCrmOptions['records'], now: NOW, readOnly })
  client?.(crm)
  await page.viewport(width, 700)
  const box = document.createElement('div')
  box.dir = dir
  box.style.cssText = `inline-size:${width}px;block-size:640px;font-family:sans-serif`
  inbox = document.createElement('kith-inbox')
  inbox.client = crm
  box.append(inbox)
  document.body.append(box)
  await inbox.updateComplete
}

const root = () => inbox.renderRoot as ShadowRoot
const all = (selector: string) => [...root().querySelectorAll<HTMLElement>(selector)]
const listed = () => all('.row[id]').map(({ id }) => id)
const ready = () => until(() => listed().length > 0)
const said = () => all('.bubble p').map((one) => one.textContent)
const focused = () => root().activeElement?.id
const violations = async () => {
  const { violations } = await axe.run(document.body, { rules: { region: { enabled: false } } })
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
}
async function open(id: string): Promise<void> {
  await ready()
  await userEvent.click(root().getElementById(id) as HTMLElement)
  await until(() => said().length > 0)
}
const field = () => page.getByRole('textbox')

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW })
  document.documentElement.setAttribute('lang', 'en')
})
afterEach(() => {
  vi.useRealTimers()
  document.body.replaceChildren()
  document.documentElement.removeAttribute('data-theme')
})

describe('kith-inbox', () => {
  it('lists who waits, with the last words and how many are unread', async () => {
    await mount()
    await ready()
    expect(listed()).toEqual(['k1', 'k2', 'k3', 'k4'])
    await until(() => all('#k1')[0]?.textContent?.includes('Liv Bergstrøm'))
    expect(all('#k1')[0]?.textContent?.replace(/\s+/g, ' ')).toMatch(
      /4m And is there parking for visitors\? 2 Ida Hansen waits 7m/,
    )
    expect(all('nav header .badge')[0]?.textContent).toBe('3')
  })

  it('calls a visitor who gave no name by the page, and says who of us wrote last', async () => {
    await mount()
    await ready()
    expect(all('#k4')[0]?.textContent?.replace(/\s+/g, ' ')).toMatch(
      /Visitor on \/office\/240-m2 1d Mehmet: I have sent you the floor plan/,
    )
    crm.write('conversation', 'k4', { lastMessageBy: 'ida' })
    await until(() => all('#k4 .by')[0]?.textContent === 'You:')
  })

  it('says how many wait while nothing is open, and opens who has waited longest', async () => {
    await mount()
    await ready()
    expect(all('section .empty')[0]?.textContent).toContain('2 visitors wait for an answer')
    await page.getByRole('button', { name: 'Read who has waited longest' }).click()
    await until(() => said().at(-1) === 'Can I see it on Saturday?')
  })

  it('shows telephone numbers, pages and the contact as links', async () => {
    await mount()
    inbox.link = (object, id) => `/${object}/${id}`
    await open('k1')
    await until(() => all('aside a').length === 3)
    expect(all('aside a').map((one) => one.getAttribute('href'))).toEqual([
      '/contact/p1',
      'mailto:liv@bergstrom.example',
      'tel:+47 22 33 44 55',
    ])
  })

  it('opens a conversation: messages by day, and who writes', async () => {
    await mount()
    await open('k1')
    expect(said().at(-1)).toBe('And is there parking for visitors?')
    expect(all('.day').map((one) => one.textContent)).toEqual(['yesterday', 'today'])
    expect(all('.bubble.internal')).toHaveLength(1)
    await until(() => all('aside')[0]?.textContent?.includes('Bergstrøm AS'))
    expect(all('aside')[0]?.textContent).toMatch(/liv@bergstrom.example/)
    const messages = all('.messages')[0] as HTMLElement
    expect(messages.scrollTop + messages.clientHeight).toBeGreaterThanOrEqual(messages.scrollHeight - 1)
  })

  it('says why it cannot be shown, and tries again', async () => {
    await mount({ client: (crm) => crm.fail('me', new KithError('NETWORK')) })
    await until(() => all('[role=alert]')[0]?.textContent?.includes('cannot be reached'))
    await page.getByRole('button', { name: 'Try again' }).click()
    await ready()
  })

  it('filters, and says so where nobody waits', async () => {
    await mount({ more: {} })
    await ready()
    await page.getByRole('button', { name: 'Closed' }).click()
    await until(() => listed().join() === 'k5')
    await page.getByRole('button', { name: 'Unassigned' }).click()
    await until(() => listed().join() === 'k2')
    crm.write('conversation', 'k2', { ownerId: 'kari' })
    await until(() => all('nav .empty').length === 1)
  })
})

describe('writing', () => {
  it('sends by Enter, breaks the line by Shift and Enter', async () => {
    await mount()
    await open('k2')
    await field().fill('Of course.')
    await userEvent.keyboard('{Shift>}{Enter}{/Shift}Come at ten.{Enter}')
    await until(() => said().length === 2)
    expect(said().at(-1)).toBe('Of course.\nCome at ten.')
    await until(() => crm.calls.some((call) => call.startsWith('sendMessage')))
    expect((root().querySelector('textarea') as HTMLTextAreaElement).value).toBe('')
  })

  it('keeps what could not be sent, and sends it again', async () => {
    await mount()
    await open('k2')
    crm.fail('sendMessage', new KithError('NETWORK'))
    await field().fill('Of course.')
    await userEvent.keyboard('{Enter}')
    await until(() => all('.bubble.failed').length === 1)
    expect(await violations()).toEqual([])
    await page.getByRole('button', { name: 'Try again' }).click()
    await until(() => all('.bubble.failed').length === 0)
    expect(said()).toEqual(['Can I see it on Saturday?', 'Of course.'])
  })

  it('writes notes for colleagues', async () => {
    await mount()
    await open('k2')
    await page.getByRole('checkbox', { name: 'Note for colleagues' }).click()
    await field().fill('Was here last year as well')
    await page.getByRole('button', { name: 'Add note' }).click()
    await until(() => all('.bubble.internal').length === 1)
  })

  it('keeps a draft for each conversation', async () => {
    await mount()
    await open('k1')
    await field().fill('Half a sen')
    await userEvent.click(root().getElementById('k2') as HTMLElement)
    await until(() => (root().querySelector('textarea') as HTMLTextAreaElement).value === '')
    await userEvent.click(root().getElementById('k1') as HTMLElement)
    await until(() => (root().querySelector('textarea') as HTMLTextAreaElement).value === 'Half a sen')
  })

  it('can only read where the person may not write', async () => {
    await mount({ readOnly: true })
    await open('k2')
    expect(root().querySelector('textarea, select')).toBeNull()
    expect(root().textContent).toContain('You can read, but not answer.')
  })
})

describe('live', () => {
  it('shows what comes, stays at the end, and reads it', async () => {
    await mount()
    await open('k2')
    const sentAt = new Date().toISOString()
    crm.write('message', 'n2', { conversationId: 'k2', order: 2, text: 'Or Sunday?', authorKind: 'visitor', sentAt })
    crm.write('conversation', 'k2', { unreadByAgent: 1, lastMessageText: 'Or Sunday?' })
    await until(() => said().at(-1) === 'Or Sunday?')
    await until(() => crm.record('conversation', 'k2')?.['unreadByAgent'] === 0)
    const messages = all('.messages')[0] as HTMLElement
    expect(messages.scrollTop + messages.clientHeight).toBeGreaterThanOrEqual(messages.scrollHeight - 1)
  })

  it('shows a new conversation without a reload', async () => {
    await mount()
    await ready()
    crm.write('conversation', 'k9', {
      status: 'open',
      visitorName: 'Ola',
      unreadByAgent: 1,
      lastMessageAt: new Date().toISOString(),
    })
    await until(() => listed()[0] === 'k9')
  })

  it('loads older messages above without moving what is read', async () => {
    await mount({ more: { conversation: [{ id: 'k9', status: 'open' }], message: talk('k9', 75) } })
    await open('k9')
    const messages = all('.messages')[0] as HTMLElement
    const first = all('.bubble')[0] as HTMLElement
    expect(first.textContent).toContain('Message 46')
    messages.scrollTop = 0
    const text = first.querySelector('p')?.textContent
    const before = first.getBoundingClientRect().top
    await page.getByRole('button', { name: 'Show older messages' }).click()
    await until(() => said().length === 60)
    const same = all('.bubble').find((one) => one.querySelector('p')?.textContent === text) as HTMLElement
    expect(Math.abs(same.getBoundingClientRect().top - before)).toBeLessThan(60)
  })
})

describe('acting', () => {
  it('assigns and closes', async () => {
    await mount()
    await open('k2')
    await userEvent.selectOptions(page.getByRole('combobox', { name: 'Assign to' }), 'kari')
    await until(() => crm.record('conversation', 'k2')?.['ownerId'] === 'kari')
    await page.getByRole('button', { name: 'Close conversation' }).click()
    await until(() => !listed().includes('k2'))
    expect(root().textContent).toContain('This conversation is closed.')
  })

  it('says that a colleague was faster', async () => {
    await mount()
    await open('k3')
    crm.write('conversation', 'k3', { ownerId: 'mehmet' }, { quiet: true })
    await userEvent.selectOptions(page.getByRole('combobox', { name: 'Assign to' }), 'ida')
    await until(() => all('[role=alert]')[0]?.textContent?.includes('A colleague changed'))
    expect((root().querySelector('select') as HTMLSelectElement).value).toBe('mehmet')
  })
})

describe('looks', () => {
  it('is walked by arrow keys and by j and k', async () => {
    await mount()
    await ready()
    root().getElementById('k1')?.focus()
    await userEvent.keyboard('{ArrowDown}j')
    expect(focused()).toBe('k3')
    await userEvent.keyboard('k')
    expect(focused()).toBe('k2')
    await userEvent.keyboard('{End}')
    expect(focused()).toBe('k4')
    await userEvent.keyboard('{Enter}')
    await until(() => said().length === 1)
  })

  it('has no fault that axe finds, light and dark', async () => {
    await mount()
    await open('k1')
    await until(() => all('aside details').length > 0)
    expect(await violations()).toEqual([])
    document.documentElement.setAttribute('data-theme', 'dark')
    await inbox.updateComplete
    await new Promise((done) => requestAnimationFrame(done))
    expect(await violations()).toEqual([])
  })

  it('is a list, then a thread with a way back, on a phone', async () => {
    await mount({ width: 360 })
    await ready()
    expect(all('section')[0]?.offsetWidth).toBe(0)
    await open('k1')
    expect(all('nav')[0]?.offsetWidth).toBe(0)
    expect(await violations()).toEqual([])
    for (const button of all('section button'))
      if (button.offsetWidth) expect(button.offsetHeight).toBeGreaterThanOrEqual(44)
    await page.getByRole('button', { name: 'Details' }).click()
    expect(all('aside')[0]?.offsetWidth).toBeGreaterThan(300)
    await page.getByRole('button', { name: 'Details' }).click()
    await page.getByRole('button', { name: 'Back to the list' }).click()
    await until(() => focused() === 'k1')
  })

  it('follows the direction of the script and the language of the page', async () => {
    document.documentElement.setAttribute('lang', 'nb')
    await mount({ dir: 'rtl' })
    await ready()
    expect(all('h2')[0]?.textContent).toBe('Innboks')
    const [list, thread] = [all('nav')[0], all('section')[0]] as [HTMLElement, HTMLElement]
    expect(list.getBoundingClientRect().left).toBeGreaterThan(thread.getBoundingClientRect().left)
  })
})
