import { createCrm, createModel, describeRule, parseRule, type Rule, simulate, standardObjects } from '@kith/core'
import { KithError } from '@kith/core/shared'
import { memoryStorage } from '@kith/core/storage/memory'
import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { html } from '../../base/index.ts'
import { company } from '../../testing/company.ts'
import { type FakeRules, type FakeRulesOptions, fakeRules, pastLeads } from '../../testing/fake-rules.ts'
import { lateClient } from '../../testing/late-client.ts'
import './define.ts'
import type { KithSimulation } from './simulation.ts'

interface Args {
  client: FakeRules
  rules?: readonly unknown[]
  instead?: readonly unknown[]
  period?: string
  theme?: string
  lang?: string
  dir?: string
  /** Pixels. */
  width?: number
}

const ENGINE = { createModel, standardObjects, describeRule, parseRule, simulate }
const base = lateClient(company({ createCrm, memoryStorage }).then(({ admin }) => admin))
const client = (instead: FakeRulesOptions['instead'] = {}) =>
  fakeRules(base, ENGINE, { history: pastLeads(Date.now()), instead })

const CALL: Rule = {
  id: 'call',
  label: 'Website leads that nobody called',
  on: 'lead.captured',
  if: { source: 'website' },
  then: [
    { wait: { workingDays: 1 }, if: { lastActivityAt: { empty: true } } },
    { do: 'notify-user', to: ['owner'], text: 'This lead waits for a call.' },
    { do: 'notify-user', to: ['manager'], text: 'A lead was not called within a working day.' },
    { do: 'set-fields', set: { status: 'dismissed' } },
  ],
}
const LATER: Rule = {
  ...CALL,
  if: {},
  then: [{ wait: { workingDays: 3 }, if: { lastActivityAt: { empty: true } } }, ...CALL.then.slice(1)],
}
const NEVER: Rule = { ...CALL, if: { source: 'website', campaign: 'spring', email: { contains: '@' } } }

const meta: Meta<Args> = {
  title: 'Simulation',
  component: 'kith-simulation',
  render: ({
    client,
    rules = [CALL],
    instead,
    period = 'all',
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
        <kith-simulation
          .client=${client}
          .rules=${rules}
          .instead=${instead}
          .period=${period}
          .link=${(object: string, id: string) => `#/${object}/${id}`}
        ></kith-simulation>
      </div>`,
}
export default meta
type Story = StoryObj<Args>

const press =
  (name: string): NonNullable<Story['play']> =>
  async ({ canvasElement }) => {
    const { renderRoot } = canvasElement.querySelector('kith-simulation') as KithSimulation
    const find = () =>
      [...renderRoot.querySelectorAll<HTMLElement>('button, summary')].find((one) => one.textContent?.trim() === name)
    for (let tries = 0; tries < 150 && !find(); tries++) await new Promise((go) => setTimeout(go, 20))
    find()?.click()
  }

export const Summary: Story = { args: { client: client() } }
export const Dark: Story = { args: { client: client(), theme: 'dark' } }
export const WithConditions: Story = { args: { client: client() }, play: press('Why') }
export const Differences: Story = { args: { client: client(), instead: [LATER] } }
export const NoDifference: Story = { args: { client: client(), instead: [CALL] } }
export const Nothing: Story = {
  args: { client: client(), rules: [NEVER] },
  play: press('Which condition keeps it back?'),
}
export const NeverStarted: Story = {
  args: {
    client: client(),
    rules: [{ ...CALL, on: 'ticket.opened', if: {}, then: CALL.then.slice(1, 3) }],
    period: '30',
  },
}
/** What is there already, what nobody may have, and a name that wraps. */
const LONG = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'
const HARD: Rule = {
  ...CALL,
  then: [
    { do: 'set-fields', set: { source: 'website' } },
    { do: 'assign-owner', strategy: 'fixed', owner: 'nobody', reassign: true },
    { do: 'add-tag', tag: LONG.slice(0, 60) },
    { do: 'notify-user', to: ['owner'], text: `${LONG}: ${LONG}.` },
  ],
}
export const RefusedAndLongTexts: Story = { args: { client: client(), rules: [HARD], width: 360 } }
export const NothingToDo: Story = {
  args: { client: client(), rules: [{ ...CALL, then: [{ do: 'set-fields', set: { source: 'website' } }] }] },
}
export const Running: Story = { args: { client: client({ simulateRules: () => new Promise(() => {}) }) } }
export const Stopped: Story = {
  args: { client: client({ simulateRules: () => new Promise(() => {}) }) },
  play: press('Stop'),
}
export const Failed: Story = {
  args: {
    client: client({
      simulateRules: () => Promise.reject(new KithError('INVALID_DEFINITION', { reason: 'there is no field "x"' })),
    }),
  },
}
export const Norwegian: Story = { args: { client: client(), lang: 'nb' } }
export const RightToLeft: Story = { args: { client: client(), instead: [LATER], lang: 'ar', dir: 'rtl' } }
export const Phone: Story = { args: { client: client(), instead: [LATER], width: 360 } }
export const SmallPhoneDark: Story = { args: { client: client(), width: 320, theme: 'dark' } }
