import { createCrm, createModel, describeRule, parseRule, type Rule, simulate, standardObjects } from '@kith/core'
import { KithError } from '@kith/core/shared'
import { memoryStorage } from '@kith/core/storage/memory'
import axe from 'axe-core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { type Company, company } from '../../testing/company.ts'
import { type FakeRules, type FakeRulesOptions, fakeRules, pastLeads } from '../../testing/fake-rules.ts'
import { until } from '../../testing/until.ts'
import './define.ts'
import type { KithRuleEditor } from './rule-editor.ts'

const ENGINE = { createModel, standardObjects, describeRule, parseRule, simulate }
const TAG: Rule = {
  id: 'tag-hot',
  label: { en: 'Tag hot leads', nb: 'Merk varme henvendelser' },
  on: { when: 'field-changed', object: 'lead', field: 'score' },
  if: { score: { gte: 70 } },
  then: [
    { do: 'add-tag', tag: 'hot' },
    { do: 'notify-user', to: ['owner'], text: { en: 'Call now', nb: 'Ring nå' } },
    { do: 'set-fields', set: { status: 'dismissed' } },
  ],
}

let made: Company
let editor: KithRuleEditor
let client: FakeRules
const saved = vi.fn()
const unsaved = vi.fn()

async function mount(rule = '', options: FakeRulesOptions = {}, width = 1280): Promise<void> {
  await page.viewport(width, 900)
  client = fakeRules(made.admin, ENGINE, { history: pastLeads(Date.now()), ...options })
  editor = document.createElement('kith-rule-editor')
  Object.assign(editor, { client, rule })
  editor.addEventListener('kith-save', ({ detail }) => saved(detail))
  editor.addEventListener('kith-unsaved', ({ detail }) => unsaved(detail))
  document.body.append(editor)
  await until(() => editor.renderRoot.querySelector('.block, .state'))
}

const root = () => editor.renderRoot
const button = (name: string | RegExp) => page.getByRole('button', { name })
const box = (name: string | RegExp) => page.getByRole('combobox', { name })
const words = () => root().querySelector('.said')?.textContent?.replace(/\s+/g, ' ').trim() ?? ''
const stepNames = () => [...root().querySelectorAll('.step h4')].map((one) => one.textContent)
const focused = () => root().activeElement as HTMLElement | null
const violations = async () => {
  const { violations } = await axe.run(document.body, { rules: { region: { enabled: false } } })
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
}

beforeEach(async () => {
  document.documentElement.lang = 'en'
  made = await company({ createCrm, memoryStorage })
})
afterEach(async () => {
  saved.mockReset()
  unsaved.mockReset()
  document.body.replaceChildren()
  document.documentElement.removeAttribute('data-theme')
  await made.crm.close()
})

describe('kith-rule-editor', () => {
  it('writes, tries over eighteen months and saves: a website lead that is not called within a working day', async () => {
    await mount()
    await page.getByRole('textbox', { name: 'Name' }).fill('Website leads that nobody called')
    await box('What starts it').selectOptions('a new lead comes in')
    await button(/^Add Condition/).click()
    await userEvent.keyboard('source')
    await page.getByRole('option', { name: 'Source', exact: true }).click()
    await page.getByRole('textbox', { name: 'Source: Value' }).fill('website')
    await box('Source: Comparison').selectOptions('is')
    await button('Add a step').click()
    await button(/^Wait/).click()
    await expect.element(page.getByRole('spinbutton', { name: 'How long: How many' })).toHaveValue(1)
    await expect.element(box('How long: Unit')).toHaveValue('workingDays')
    await button('Go on only if something still holds').click()
    const still = page.getByRole('group', { name: 'Then go on only if' })
    await still.getByRole('button', { name: /^Add Condition/ }).click()
    await userEvent.keyboard('last act')
    await page.getByRole('option', { name: 'Last activity' }).click()
    await still.getByRole('combobox', { name: 'Last activity: Comparison' }).selectOptions('is empty')
    await button('Add a step').click()
    await button(/^Tell colleagues/).click()
    await page.getByRole('textbox', { name: 'Message' }).fill('This lead waits for a call since yesterday.')
    await button('Add a step').click()
    await button(/^Tell colleagues/).click()
    const third = page.getByRole('group', { name: 'Step 3: Tell colleagues' })
    await third.getByRole('checkbox', { name: 'The owner', exact: true }).click()
    await third.getByRole('checkbox', { name: 'The owner’s manager' }).click()
    await third.getByRole('textbox', { name: 'Message' }).fill('A lead was not called within a working day.')
    await until(() => words().includes('not called'))
    expect(words()).toBe(
      'When a new lead comes in, if Source is “website”: wait 1 working day, then go on only if Last activity is empty' +
        'tell the owner: “This lead waits for a call since yesterday.”' +
        'tell the owner’s manager: “A lead was not called within a working day.”',
    )
    await button('Try it on the past').click()
    await until(() => root().querySelector('kith-simulation'))
    await page.getByRole('radio', { name: 'Everything' }).click()
    await until(() => root().querySelector('kith-simulation')?.renderRoot.querySelector('.summary'))
    const past = root().querySelector('kith-simulation') as HTMLElement & { renderRoot: ShadowRoot }
    await until(() => past.renderRoot.querySelector('.period .muted')?.textContent?.includes('months'))
    await until(() => past.renderRoot.querySelector('.big')?.textContent?.includes('15 leads'))
    expect(past.renderRoot.querySelector('.big')?.textContent).toBe('Something would have been done for 15 leads.')
    expect(past.renderRoot.querySelector('.groups')?.textContent).toContain('Ida Hansen is told')
    expect(past.renderRoot.querySelector('.groups')?.textContent).toContain('Ola Nordmann is told')
    await button('Save').click()
    await until(() => saved.mock.calls.length)
    expect(saved).toHaveBeenCalledWith({ id: 'website-leads-that-nobody-called' })
    const [rule] = (await client.rules()).filter(({ rule }) => rule.id === 'website-leads-that-nobody-called')
    expect(rule?.rule).toMatchObject({
      on: 'lead.captured',
      if: { source: 'website' },
      then: [
        { wait: { workingDays: 1 }, if: { lastActivityAt: { empty: true } } },
        { do: 'notify-user', to: ['owner'] },
        { do: 'notify-user', to: ['manager'] },
      ],
    })
    expect(await violations()).toEqual([])
  })

  it('says the rule from the first choice on, without what is not finished', async () => {
    await mount()
    await box('What starts it').selectOptions('a new lead comes in')
    await until(() => words() === 'When a new lead comes in…')
    await button('Add a step').click()
    await button(/^Wait/).click()
    await until(() => words() === 'When a new lead comes in: wait 1 working day')
    await button('Add a step').click()
    await button(/^Add a tag/).click()
    expect(root().querySelectorAll('.error')).toHaveLength(0)
    await page.getByRole('combobox', { name: 'Tag', exact: true }).fill('web')
    await until(() => words() === 'When a new lead comes in: wait 1 working dayadd the tag “web”')
  })

  it('says what is missing when one saves too early, keeps what was written and goes there', async () => {
    await mount()
    await page.getByRole('textbox', { name: 'Name' }).fill('Half a rule')
    await box('What starts it').selectOptions('a deal comes into a stage')
    await button('Save').click()
    await until(() => focused()?.getAttribute('aria-invalid') === 'true')
    expect(client.calls.some((call) => call.startsWith('saveRule'))).toBe(false)
    expect(root().textContent).toContain('Add what it should do.')
    await expect.element(page.getByRole('textbox', { name: 'Name' })).toHaveValue('Half a rule')
  })

  it('shows what the server would not take at its place', async () => {
    await mount('tag-hot', { stored: [TAG] })
    await button('Add a step').click()
    await button(/^Tell another program/).click()
    await page.getByRole('textbox', { name: 'Address' }).fill('http://nowhere')
    await until(() => root().querySelector('[aria-label="Step 4: Tell another program"] .error'))
    await page.getByRole('textbox', { name: 'Address' }).fill('https://example.com/hook')
    await until(() => !root().querySelector('.step .error') && words().includes('example.com'))
  })

  it('moves steps by keyboard and by buttons, and says where they are', async () => {
    await mount('tag-hot', { stored: [TAG] })
    button('Move “Add a tag”: arrow up or down').element().focus()
    await userEvent.keyboard('{ArrowDown}')
    await until(() => stepNames()[1] === 'Add a tag')
    expect(root().querySelector('#said')?.textContent).toBe('Add a tag is now step 2 of 3')
    expect(focused()?.getAttribute('aria-label')).toBe('Move “Add a tag”: arrow up or down')
    await button('Move “Add a tag” down').click()
    await until(() => stepNames()[2] === 'Add a tag')
  })

  it('drags a step by its handle', async () => {
    await mount('tag-hot', { stored: [TAG] })
    const grip = button('Move “Add a tag”: arrow up or down').element()
    const last = root().querySelectorAll('.step')[2]?.getBoundingClientRect() as DOMRect
    const at = (type: string, y: number) =>
      grip.dispatchEvent(new PointerEvent(type, { clientX: 40, clientY: y, pointerId: 1, bubbles: true }))
    vi.spyOn(grip as HTMLElement, 'setPointerCapture').mockImplementation(() => {})
    at('pointerdown', 10)
    at('pointermove', last.bottom - 4)
    expect(root().querySelector('[data-drop=after]')).toBe(root().querySelectorAll('.step')[2])
    at('pointerup', last.bottom - 4)
    await until(() => stepNames().at(-1) === 'Add a tag')
  })

  it('takes a removed step back', async () => {
    await mount('tag-hot', { stored: [TAG] })
    await button('Remove “Tell colleagues”').click()
    await until(() => stepNames().length === 2)
    await button('Undo').click()
    await until(() => stepNames().length === 3)
    expect(stepNames()[1]).toBe('Tell colleagues')
    await until(() => !editor.unsaved)
  })

  it('takes a condition on what was there before, which only rules may have', async () => {
    await mount('tag-hot', { stored: [{ ...TAG, if: { score: { changed: { to: { gte: 70 } } } } }] })
    const builder = root().querySelector('kith-filter-builder') as HTMLElement & { renderRoot: ShadowRoot }
    await until(() => builder.renderRoot.querySelector('.sentence')?.textContent?.includes('Score has changed'))
    expect(builder.renderRoot.textContent).not.toContain('Cannot be used')
    await page.getByRole('combobox', { name: 'Tag', exact: true }).fill('warm')
    await button('Save').click()
    await until(() => saved.mock.calls.length)
    expect((await client.rules())[0]?.rule.if).toEqual({ score: { changed: { to: { gte: 70 } } } })
  })

  it('marks what weighs on a person', async () => {
    await mount('tag-hot', { stored: [TAG] })
    expect(root().querySelector('[aria-label="Step 3: Fill in fields"] .heavy')?.textContent).toContain(
      'A person decides first',
    )
    expect(root().querySelectorAll('.heavy')).toHaveLength(1)
  })

  it('changes the text of the page’s language and leaves the others', async () => {
    document.documentElement.lang = 'nb'
    await mount('tag-hot', { stored: [TAG] })
    await page.getByRole('textbox', { name: 'Melding' }).fill('Ring straks')
    await button('Lagre').click()
    await until(() => saved.mock.calls.length)
    const [stored] = await client.rules()
    expect(stored?.rule.then[1]).toMatchObject({ text: { en: 'Call now', nb: 'Ring straks' } })
    expect(stored?.rule.label).toEqual(TAG.label)
  })

  it('shows both versions where somebody else saved meanwhile, and saves mine when I say so', async () => {
    await mount('tag-hot', { stored: [TAG] })
    await client.saveRule('tag-hot', { ...TAG, then: [{ do: 'add-tag', tag: 'theirs' }] }, { ifVersion: 1 })
    await page.getByRole('combobox', { name: 'Tag', exact: true }).fill('mine')
    await until(() => words().includes('mine'))
    await button('Save').click()
    await until(() => root().querySelector('.conflict'))
    expect(root().querySelector('.conflict')?.textContent).toContain('theirs')
    expect(root().querySelector('.conflict')?.textContent).toContain('mine')
    await button('Save mine').click()
    await until(() => saved.mock.calls.length)
    expect((await client.rules())[0]?.rule.then[0]).toMatchObject({ tag: 'mine' })
  })

  it('keeps what was written when there is no connection', async () => {
    await mount('tag-hot', { stored: [TAG] })
    await page.getByRole('combobox', { name: 'Tag', exact: true }).fill('warm')
    client.fail('saveRule', new KithError('NETWORK'))
    await button('Save').click()
    await until(() => root().querySelector('.note.bad'))
    await expect.element(page.getByRole('combobox', { name: 'Tag', exact: true })).toHaveValue('warm')
    expect(editor.unsaved).toBe(true)
    expect(unsaved).toHaveBeenLastCalledWith({ unsaved: true })
    const leave = new Event('beforeunload', { cancelable: true })
    dispatchEvent(leave)
    expect(leave.defaultPrevented).toBe(true)
  })

  it('makes a copy of a rule from code, switched off', async () => {
    await mount('tag-hot', { code: [TAG] })
    expect(root().querySelector('fieldset')?.inert).toBe(true)
    await button('Make a copy').click()
    await expect.element(page.getByRole('textbox', { name: 'Name' })).toHaveValue('Copy of Tag hot leads')
    await button('Save').click()
    await until(() => saved.mock.calls.length)
    const copy = (await client.rules()).find(({ rule }) => rule.id === 'copy-of-tag-hot-leads')
    expect(copy).toMatchObject({ origin: 'stored', active: false })
  })

  it('finds a field by other words for it and by its options, those named so first', async () => {
    await mount()
    await box('What starts it').selectOptions('a new lead comes in')
    const found = async (words: string) => {
      await button(/^Add Condition/).click()
      await userEvent.keyboard(words)
      const builder = root().querySelector('kith-filter-builder')?.renderRoot
      const options = [...(builder?.querySelectorAll('.fields [role=option]') ?? [])]
      await userEvent.keyboard('{Escape}')
      return options.map((one) => one.textContent?.trim())
    }
    expect((await found('website'))[0]).toBe('Source')
    expect((await found('called'))[0]).toBe('Last activity')
    expect((await found('dismissed'))[0]).toBe('Status')
    expect((await found('source'))[0]).toBe('Source')
  })

  it('says what is missing of each step, and goes there', async () => {
    const rule: Rule = { id: 'w', label: 'Wait', on: 'lead.captured', then: [{ do: 'add-tag', tag: 'new' }] }
    await mount('w', { stored: [rule] })
    await button('Add a step').click()
    await button(/^Wait/).click()
    const lacks = () => [...root().querySelectorAll('.lacks li')].map((one) => one.textContent)
    expect(lacks()).toEqual(['Wait: Add what happens after the wait.'])
    await button('Go on only if something still holds').click()
    const still = page.getByRole('group', { name: 'Then go on only if' })
    await still.getByRole('button', { name: /^Add Condition/ }).click()
    await userEvent.keyboard('status')
    await page.getByRole('option', { name: 'Status', exact: true }).click()
    await until(() => lacks().length === 2)
    expect(lacks()).toContain('Wait: Finish this condition, or remove it.')
    await button('Wait: Finish this condition, or remove it.').click()
    await until(() => focused()?.localName === 'kith-filter-builder')
    await button('Wait: Add what happens after the wait.').click()
    await until(() => focused()?.classList.contains('add'))
    await button('Add a step').click()
    await button(/^Add a tag/).click()
    await until(() => lacks().includes('Add a tag: “Tag” is empty.'))
    await button('Add a tag: “Tag” is empty.').click()
    await until(() => focused()?.id === '/then/2/tag')
  })

  it('says of a switch that it is off, and that it counts once saved', async () => {
    await mount('tag-hot', { stored: [TAG] })
    const acts = () => root().querySelector('.acts')?.textContent?.replace(/\s+/g, ' ')
    await page.getByRole('switch', { name: 'Switched on' }).click()
    expect(acts()).toContain('Counts once saved Switched off')
    await button('Save').click()
    await until(() => saved.mock.calls.length)
    expect(acts()).toContain('Saved Switched off')
  })

  it('says of what was tried that the rule was changed since', async () => {
    const rule: Rule = { id: 'w', label: 'Tag', on: 'lead.captured', then: [{ do: 'add-tag', tag: 'new' }] }
    await mount('w', { stored: [rule] })
    await button('Try it on the past').click()
    await page.getByRole('switch', { name: 'Switched on' }).click()
    const stale = () => root().querySelector('.tried .note')?.textContent?.trim()
    expect(stale()).toBeUndefined()
    await page.getByRole('combobox', { name: 'Tag', exact: true }).fill('fresh')
    await until(() => stale()?.startsWith('This is of an earlier version'))
    await button('Try it again').click()
    await until(() => stale() === undefined)
  })

  it('does not call what was tried outdated when the rule only got its name and was saved', async () => {
    await mount()
    await box('What starts it').selectOptions('a new lead comes in')
    await button('Add a step').click()
    await button(/^Add a tag/).click()
    await page.getByRole('combobox', { name: 'Tag', exact: true }).fill('web')
    await button('Try it on the past').click()
    await page.getByRole('textbox', { name: 'Name' }).fill('Tag leads')
    const saveRule = client.saveRule.bind(client)
    // A store gives the parts of a rule in an order of its own.
    client.saveRule = async (...asked) => {
      const stored = await saveRule(...asked)
      return { ...stored, rule: Object.fromEntries(Object.entries(stored.rule).reverse()) as unknown as Rule }
    }
    await button('Save').click()
    await until(() => saved.mock.calls.length)
    expect(root().querySelector('.tried .note')).toBeNull()
  })

  it('keeps one slim line of its head in sight on a phone, and shows the steps to choose from below it', async () => {
    await mount('tag-hot', { stored: [TAG] }, 390)
    const acts = () => root().querySelector('.acts') as HTMLElement
    await button('Add a step').click()
    await until(() => focused()?.dataset['kind'] === 'wait')
    const { top, bottom, height } = acts().getBoundingClientRect()
    expect(top).toBe(0)
    expect(height).toBeLessThanOrEqual(56)
    expect(root().querySelector('.picker .label')?.getBoundingClientRect().top).toBeGreaterThanOrEqual(bottom)
  })

  it('tries a rule on the past that is switched off as one that is on', async () => {
    const rule: Rule = { id: 'off', label: 'Tag', on: 'lead.captured', then: [{ do: 'add-tag', tag: 'new' }] }
    await mount('off', { stored: [{ ...rule, active: false }] })
    await button('Try it on the past').click()
    await until(() => root().querySelector('kith-simulation'))
    await page.getByRole('radio', { name: 'Everything' }).click()
    const past = () => root().querySelector('kith-simulation')?.renderRoot
    await until(() => past()?.querySelector('.big')?.textContent === 'Something would have been done for 90 leads.')
  })

  it('tells what a change would make different', async () => {
    const rule: Rule = { id: 'tag-hot', label: 'Tag', on: 'lead.captured', then: [{ do: 'add-tag', tag: 'new' }] }
    await mount('tag-hot', { stored: [rule] })
    await page.getByRole('combobox', { name: 'Tag', exact: true }).fill('fresh')
    await button('Compare with the saved rule').click()
    await page.getByRole('radio', { name: 'Everything' }).click()
    const past = () => root().querySelector('kith-simulation')?.renderRoot
    await until(() => past()?.querySelector('.differences .big')?.textContent?.startsWith('90 records'))
    const [before, after] = [...(past()?.querySelectorAll('tbody tr:first-child td') ?? [])].map(
      (cell) => cell.textContent,
    )
    expect([before, after]).toEqual([expect.stringContaining('“new”'), expect.stringContaining('“fresh”')])
    expect(await violations()).toEqual([])
  })

  it('shows what it has no controls for as a sentence and as JSON, and writes JSON', async () => {
    await mount('tag-hot', { stored: [{ ...TAG, consent: { purpose: 'sales' } }] })
    expect(root().querySelector('.kept-part')?.textContent).toContain('Only for people who agreed to “sales”')
    await button('As JSON').click()
    const area = page.getByRole('textbox', { name: 'The rule as JSON' })
    await area.fill(JSON.stringify({ ...TAG, then: [{ do: 'add-tag', tag: 'from-json' }] }))
    await button('Sentences').click()
    await expect.element(page.getByRole('combobox', { name: 'Tag', exact: true })).toHaveValue('from-json')
  })

  for (const width of [1280, 390, 320])
    for (const theme of ['light', 'dark'])
      it(`has no barrier at ${width} px in ${theme}`, async () => {
        document.documentElement.dataset['theme'] = theme
        await mount('tag-hot', { stored: [TAG] }, width)
        await until(() => root().querySelector('kith-filter-builder')?.renderRoot.querySelector('.count b'))
        expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width)
        expect(await violations()).toEqual([])
      })

  it('is for those who may configure', async () => {
    await mount('tag-hot', { instead: { me: async () => ({ ...(await made.admin.me()), canConfigure: false }) } })
    await until(() => root().querySelector('[role=alert]')?.textContent?.includes('may configure'))
  })
})
