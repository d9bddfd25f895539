import { createCrm, createModel, describeRule, parseRule, type Rule, simulate, standardObjects } from '@kith/core'
import { KithError } from '@kith/core/shared'
import { memoryStorage } from '@kith/core/storage/memory'
import axe from 'axe-core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { type Company, company } from '../../testing/company.ts'
import { type FakeRules, type FakeRulesOptions, fakeRules } from '../../testing/fake-rules.ts'
import { until } from '../../testing/until.ts'
import './define.ts'
import type { KithRuleList } from './rule-list.ts'

const ENGINE = { createModel, standardObjects, describeRule, parseRule, simulate }
const CALL: Rule = {
  id: 'call',
  label: 'First call',
  on: 'lead.captured',
  then: [{ do: 'create-activity', kind: 'call' }],
}
const TAG: Rule = {
  id: 'tag-web',
  label: { en: 'Tag', nb: 'Merk' },
  on: 'lead.captured',
  if: { source: 'website' },
  then: [{ do: 'add-tag', tag: 'web' }],
}

let made: Company
let list: KithRuleList
let client: FakeRules
const selected = vi.fn()
const asked = vi.fn()

async function mount(
  options: FakeRulesOptions = { code: [CALL], stored: [TAG] },
  width = 900,
  more: Partial<KithRuleList> = {},
) {
  await page.viewport(width, 700)
  client = fakeRules(made.admin, ENGINE, options)
  list = document.createElement('kith-rule-list')
  Object.assign(list, { client, ...more })
  list.addEventListener('kith-select', ({ detail }) => selected(detail))
  list.addEventListener('kith-new', () => asked())
  document.body.append(list)
  await until(() => list.renderRoot.querySelector('.rule:not(.bones), .state'))
}

const text = (selector: string) => list.renderRoot.querySelector(selector)?.textContent?.replace(/\s+/g, ' ').trim()
const button = (name: string) => page.getByRole('button', { name })
const sentences = () =>
  [...list.renderRoot.querySelectorAll('.sentence')].map((one) => one.textContent?.replace(/\s+/g, ' '))

beforeEach(async () => {
  document.documentElement.lang = 'en'
  made = await company({ createCrm, memoryStorage })
})
afterEach(async () => {
  selected.mockReset()
  asked.mockReset()
  document.body.replaceChildren()
  document.documentElement.removeAttribute('data-theme')
  await made.crm.close()
})

describe('kith-rule-list', () => {
  it('says each rule as a sentence, where it is from and how often it ran', async () => {
    await mount()
    expect(sentences()).toEqual([
      'When a new lead comes in: plan Call (Call).',
      'When a new lead comes in, if Source is “website”: add the tag “web”.',
    ])
    expect([...list.renderRoot.querySelectorAll('.pill')].map((one) => one.textContent)).toEqual([
      'From code',
      'Written here',
    ])
    expect(text('.rule:last-child .about')).toMatch(/Ran 21 times in 30 days, last/)
    expect(text('header small')).toBe('2 of 2 switched on')
  })

  it('calls a rule new that is younger than the time it is counted for', async () => {
    const day = 864e5
    const rules = async () => {
      const [call] = await fakeRules(made.admin, ENGINE, { stored: [CALL] }).rules()
      const aged = (days: number) => ({ ...call, createdAt: new Date(Date.now() - days * day).toISOString() })
      return [aged(2), { ...aged(40), rule: { ...CALL, id: 'old' } }] as never
    }
    await mount({ instead: { rules } })
    const about = [...list.renderRoot.querySelectorAll('.about')].map((one) => one.textContent)
    expect(about).toEqual([expect.stringContaining('New: has done'), expect.stringContaining('Did nothing in 30 days')])
  })

  it('switches a rule off by keyboard and takes it back', async () => {
    await mount()
    page.getByRole('switch', { name: '“Tag” is switched on' }).element().focus()
    await userEvent.keyboard(' ')
    await until(() => text('.toast b') === '“Tag” is off')
    expect((await client.rules()).find(({ rule }) => rule.id === 'tag-web')?.active).toBe(false)
    await button('Undo').click()
    await until(() => text('header small') === '2 of 2 switched on')
    expect((await client.rules()).find(({ rule }) => rule.id === 'tag-web')?.active).toBe(true)
  })

  it('leaves a rule as it was where it cannot be switched, and says so', async () => {
    await mount()
    client.fail('saveRule', new KithError('NETWORK'))
    await page.getByRole('switch', { name: '“First call” is switched on' }).click()
    await until(() => text('.toast b') === '“First call” could not be switched')
    await expect.element(page.getByRole('switch', { name: '“First call” is switched on' })).toBeChecked()
  })

  it('finds rules by words of their sentence', async () => {
    await mount()
    await page.getByRole('searchbox', { name: 'Find a rule' }).fill('website tag')
    await until(() => sentences().length === 1)
    await page.getByRole('searchbox', { name: 'Find a rule' }).fill('nothing of the kind')
    await until(() => text('.state b') === 'No rule mentions “nothing of the kind”')
    await button('Show all').click()
    await until(() => sentences().length === 2)
  })

  it('opens a rule, and a new one', async () => {
    await mount()
    await button('Tag').click()
    expect(selected).toHaveBeenCalledWith({ object: 'rule', id: 'tag-web' })
    await button('New rule').click()
    expect(asked).toHaveBeenCalledOnce()
  })

  it('shows what others change', async () => {
    let tell: () => void = () => {}
    const about = { seq: 1, at: '', object: 'rule', id: 'tag-web' }
    const changes = async function* () {
      yield { ...about, type: 'reset' as const }
      await new Promise<void>((go) => (tell = go))
      yield { ...about, type: 'updated' as const }
    }
    await mount({ stored: [TAG], instead: { changes } })
    await client.saveRule('tag-web', { ...TAG, then: [{ do: 'add-tag', tag: 'theirs' }] }, { ifVersion: 1 })
    tell()
    await until(() => sentences()[0]?.includes('theirs'))
  })

  it('speaks Norwegian', async () => {
    document.documentElement.lang = 'nb'
    await mount()
    expect(text('h2')).toBe('Regler')
    expect(sentences()[1]).toContain('Når det kommer en ny henvendelse')
  })

  it('says what is empty, what failed, and who may', async () => {
    await mount({})
    expect(text('.state b')).toBe('No rule yet')
    document.body.replaceChildren()
    await mount({ instead: { rules: () => Promise.reject(new KithError('NETWORK')) } })
    expect(text('[role=alert] b')).toBe('The rules could not be loaded.')
    document.body.replaceChildren()
    await mount({ instead: { me: async () => ({ ...(await made.manager.me()), canConfigure: false }) } })
    expect(text('[role=alert] b')).toBe('Rules are for those who may configure.')
  })

  for (const width of [1280, 320])
    for (const theme of ['light', 'dark'])
      it(`has no barrier at ${width} px in ${theme}`, async () => {
        document.documentElement.dataset['theme'] = theme
        await mount(undefined, width, { link: (id) => `/app/rules/${id}` })
        expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width)
        const { violations } = await axe.run(document.body, { rules: { region: { enabled: false } } })
        expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
      })
})
