import { createCrm, createModel, describeRule, parseRule, type Rule, simulate, standardObjects } from '@kith/core'
import { KithError } from '@kith/core/shared'
import { memoryStorage } from '@kith/core/storage/memory'
import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { html } from '../../base/index.ts'
import { ALL_RULES } from '../../stores/rules.fixture.ts'
import { company } from '../../testing/company.ts'
import { type FakeRules, type FakeRulesOptions, fakeRules } from '../../testing/fake-rules.ts'
import { lateClient } from '../../testing/late-client.ts'
import './define.ts'
import type { KithRuleList } from './rule-list.ts'

interface Args {
  client: FakeRules
  theme?: string
  lang?: string
  dir?: string
  /** Pixels. */
  width?: number
}

const ENGINE = { createModel, standardObjects, describeRule, parseRule, simulate }
const base = lateClient(company({ createCrm, memoryStorage }).then(({ admin }) => admin))
const standard = (rule: Rule) => !JSON.stringify(rule).includes('"approved"')
const CODE = ALL_RULES.slice(0, 10).filter(standard)
const STORED: readonly Rule[] = [
  {
    id: 'tag-web',
    label: 'Tag leads of the website',
    on: 'lead.captured',
    if: { source: 'website' },
    then: [{ do: 'add-tag', tag: 'web' }],
    active: false,
  },
]
const client = (options: FakeRulesOptions = { code: CODE, stored: STORED }) => fakeRules(base, ENGINE, options)

const meta: Meta<Args> = {
  title: 'Rule list',
  component: 'kith-rule-list',
  render: ({ client, theme = 'light', lang = 'en', dir = 'ltr', width = 960 }) =>
    html`<style>
        .story {
          max-inline-size: 960px;
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
        <kith-rule-list .client=${client} .link=${(id: string) => `#/rules/${id}`}></kith-rule-list>
      </div>`,
}
export default meta
type Story = StoryObj<Args>

const root = (canvas: HTMLElement) => (canvas.querySelector('kith-rule-list') as KithRuleList).renderRoot

async function found(canvas: HTMLElement, selector: string): Promise<HTMLElement | undefined> {
  for (let tries = 0; tries < 150; tries++) {
    const one = root(canvas).querySelector<HTMLElement>(selector)
    if (one) return one
    await new Promise((go) => setTimeout(go, 20))
  }
  return undefined
}

export const Sentences: Story = { args: { client: client() } }
export const Dark: Story = { args: { client: client(), theme: 'dark' } }
export const SwitchedOff: Story = {
  args: { client: client() },
  play: async ({ canvasElement }) => (await found(canvasElement, '[role=switch]'))?.click(),
}
export const NotSwitched: Story = {
  args: { client: client({ code: CODE, instead: { saveRule: () => Promise.reject(new KithError('NETWORK')) } }) },
  play: async ({ canvasElement }) => (await found(canvasElement, '[role=switch]'))?.click(),
}
export const NothingFound: Story = {
  args: { client: client() },
  play: async ({ canvasElement }) => {
    await found(canvasElement, '[role=switch]')
    const box = (await found(canvasElement, '[type=search]')) as HTMLInputElement | undefined
    if (!box) return
    box.value = 'invoice'
    box.dispatchEvent(new InputEvent('input', { bubbles: true }))
  },
}
export const Empty: Story = { args: { client: client({}) } }
export const Loading: Story = { args: { client: client({ instead: { rules: () => new Promise(() => {}) } }) } }
export const Failed: Story = {
  args: { client: client({ instead: { rules: () => Promise.reject(new KithError('NETWORK')) } }) },
}
export const NoPermission: Story = {
  args: { client: client({ instead: { me: async () => ({ ...(await base.me()), canConfigure: false }) } }) },
}
const LONG = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'
export const LongTexts: Story = {
  args: {
    client: client({
      stored: [
        {
          id: 'long',
          label: `${LONG} ${LONG}`,
          on: 'lead.captured',
          if: { source: LONG, or: [{ campaign: LONG }, { name: { contains: LONG } }] },
          then: [{ do: 'notify-user', to: ['owner'], text: `${LONG} ${LONG}` }],
        },
      ],
    }),
    width: 360,
  },
}
export const Norwegian: Story = { args: { client: client(), lang: 'nb' } }
export const RightToLeft: Story = { args: { client: client(), lang: 'ar', dir: 'rtl' } }
export const Phone: Story = { args: { client: client(), width: 360 } }
export const SmallPhoneDark: Story = { args: { client: client(), width: 320, theme: 'dark' } }
