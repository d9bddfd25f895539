import { createCrm, createModel, describeRule, parseRule, type Rule, simulate, standardObjects } from '@kith/core'
import { KithError } from '@kith/core/shared'
import { memoryStorage } from '@kith/core/storage/memory'
import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { html } from '../../base/index.ts'
import { company } from '../../testing/company.ts'
import { type FakeRules, type FakeRulesOptions, fakeRules, pastLeads } from '../../testing/fake-rules.ts'
import { lateClient } from '../../testing/late-client.ts'
import './define.ts'
import type { KithRuleEditor } from './rule-editor.ts'

interface Args {
  client: FakeRules
  rule?: string
  theme?: string
  lang?: string
  dir?: string
  /** Pixels. */
  width?: number
}

const ENGINE = { createModel, standardObjects, describeRule, parseRule, simulate }
const base = lateClient(company({ createCrm, memoryStorage }).then(({ admin }) => admin))
const client = (options: FakeRulesOptions = {}) =>
  fakeRules(base, ENGINE, { history: pastLeads(Date.now()), ...options })

const CALL: Rule = {
  id: 'call',
  label: { en: 'Website leads that nobody called', nb: 'Nettsidehenvendelser som ingen har ringt' },
  on: 'lead.captured',
  if: { source: 'website' },
  then: [
    { wait: { workingDays: 1 }, if: { status: 'new', lastActivityAt: { empty: true } } },
    {
      do: 'notify-user',
      to: ['owner'],
      text: { en: 'This lead waits for a call.', nb: 'Denne venter på en samtale.' },
    },
    {
      do: 'notify-user',
      to: ['manager', { team: 'inside-sales' }],
      text: 'A lead was not called within a working day.',
    },
    { do: 'set-fields', set: { status: 'dismissed' } },
  ],
}

const ODD: Rule = {
  id: 'odd',
  label: 'With all sorts of things',
  on: { when: 'schedule', object: 'deal', cron: '*/5 8-17 1,15 * *', zone: 'Europe/Oslo' },
  if: { amount: { changed: true } },
  consent: { purpose: 'sales', channel: 'phone' },
  then: [
    { do: 'run-function', name: 'score.again', input: { deep: [1, 2] } },
    { do: 'create-activity', kind: 'call', subject: 'Call', due: { days: 1, hours: 4 } },
    { do: 'link-records', to: { object: 'company', id: 'c1' } },
    { do: 'move-deal', stage: 'lost', lostReason: 'Price' },
  ],
}

const LONG: Rule = {
  ...CALL,
  id: 'long',
  label: 'Geschwindigkeitsbegrenzungsüberwachungsanlagenverantwortliche benachrichtigen, sobald etwas geschieht',
  then: [
    { do: 'add-tag', tag: 'Liegenschaftsverwaltungsangelegenheiten' },
    { do: 'request-review', question: 'Sollen wir das wirklich so machen, wie es hier steht, oder lieber doch nicht?' },
  ],
}

const meta: Meta<Args> = {
  title: 'Rule editor',
  component: 'kith-rule-editor',
  render: ({ client, rule = '', theme = 'light', lang = 'en', dir = 'ltr', width = 1100 }) =>
    html`<style>
        .story {
          max-inline-size: 1100px;
          font-family: system-ui, sans-serif;
          color-scheme: light dark;
        }
        .w360 {
          inline-size: 360px;
        }
        .w320 {
          inline-size: 320px;
        }
      </style>
      <div class="story w${width}" data-theme=${theme} lang=${lang} dir=${dir}>
        <kith-rule-editor .client=${client} .rule=${rule}></kith-rule-editor>
      </div>`,
}
export default meta
type Story = StoryObj<Args>

async function until<Found>(look: () => Found): Promise<NonNullable<Found> | undefined> {
  for (let tries = 0; tries < 150; tries++) {
    const found = look()
    if (found) return found as NonNullable<Found>
    await new Promise((go) => setTimeout(go, 20))
  }
  return undefined
}

const press =
  (...names: readonly string[]): NonNullable<Story['play']> =>
  async ({ canvasElement }) => {
    const editor = canvasElement.querySelector('kith-rule-editor') as KithRuleEditor
    for (const name of names) {
      const button = await until(() =>
        [...editor.renderRoot.querySelectorAll<HTMLButtonElement>('button')].find(
          (one) =>
            !one.disabled &&
            ((one.querySelector('b') ?? one).textContent?.trim() === name || one.getAttribute('aria-label') === name),
        ),
      )
      button?.click()
    }
  }

/** Changes the first tag or message, as a person does. */
const written =
  (text: string): NonNullable<Story['play']> =>
  async ({ canvasElement }) => {
    const editor = canvasElement.querySelector('kith-rule-editor') as KithRuleEditor
    const box = await until(() => editor.renderRoot.querySelector<HTMLTextAreaElement>('.step textarea'))
    if (!box) return
    box.value = text
    box.dispatchEvent(new InputEvent('input', { bubbles: true }))
  }

const then =
  (...plays: readonly NonNullable<Story['play']>[]): NonNullable<Story['play']> =>
  async (context) => {
    for (const play of plays) await play(context)
  }

const conflicting = () => {
  const made = client({ stored: [CALL] })
  const { saveRule } = made
  let first = true
  made.saveRule = async (id, rule, options) => {
    if (!first) return saveRule(id, rule, options)
    first = false
    await saveRule(id, { ...CALL, then: [{ do: 'add-tag', tag: 'theirs' }] }, options)
    throw new KithError('VERSION_CONFLICT')
  }
  return made
}

export const New: Story = { args: { client: client() } }
export const Written: Story = { args: { client: client({ stored: [CALL] }), rule: 'call' } }
export const Dark: Story = { args: { client: client({ stored: [CALL] }), rule: 'call', theme: 'dark' } }
export const ChoosingAStep: Story = {
  args: { client: client({ stored: [CALL] }), rule: 'call' },
  play: press('Add a step'),
}
export const SavedTooEarly: Story = {
  args: { client: client({ stored: [CALL] }), rule: 'call' },
  play: press('Add a step', 'Add a tag', 'Save'),
}
export const StepRemoved: Story = {
  args: { client: client({ stored: [CALL] }), rule: 'call' },
  play: press('Remove “Wait”'),
}
export const OnThePast: Story = {
  args: { client: client({ stored: [CALL] }), rule: 'call' },
  play: press('Try it on the past'),
}
export const Compared: Story = {
  args: { client: client({ stored: [CALL] }), rule: 'call' },
  play: then(written('Call now'), press('Compare with the saved rule')),
}
export const Conflict: Story = {
  args: { client: conflicting(), rule: 'call' },
  play: then(written('Mine'), press('Save')),
}
export const NoConnection: Story = {
  args: {
    client: client({ stored: [CALL], instead: { saveRule: () => Promise.reject(new KithError('NETWORK')) } }),
    rule: 'call',
  },
  play: then(written('Call now'), press('Save')),
}
export const FromCode: Story = { args: { client: client({ code: [CALL] }), rule: 'call' } }
export const Copied: Story = { args: { client: client({ code: [CALL] }), rule: 'call' }, play: press('Make a copy') }
export const WhatHasNoControls: Story = { args: { client: client({ stored: [ODD] }), rule: 'odd' } }
export const AsJson: Story = { args: { client: client({ stored: [CALL] }), rule: 'call' }, play: press('As JSON') }
export const Loading: Story = {
  args: { client: client({ instead: { rules: () => new Promise(() => {}) } }), rule: 'call' },
}
export const Failed: Story = {
  args: { client: client({ instead: { rules: () => Promise.reject(new KithError('NETWORK')) } }), rule: 'call' },
}
export const NotFound: Story = { args: { client: client(), rule: 'gone' } }
export const NoPermission: Story = {
  args: { client: client({ instead: { me: async () => ({ ...(await base.me()), canConfigure: false }) } }) },
}
export const LongTexts: Story = { args: { client: client({ stored: [LONG] }), rule: 'long' } }
export const Norwegian: Story = { args: { client: client({ stored: [CALL] }), rule: 'call', lang: 'nb' } }
export const RightToLeft: Story = { args: { client: client({ stored: [CALL] }), rule: 'call', lang: 'ar', dir: 'rtl' } }
export const Phone: Story = { args: { client: client({ stored: [CALL] }), rule: 'call', width: 360 } }
export const SmallPhoneDark: Story = {
  args: { client: client({ stored: [CALL] }), rule: 'call', width: 320, theme: 'dark' },
}
