import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { ref } from 'lit/directives/ref.js'
import { userEvent } from 'storybook/test'
import { ApiError } from '../../api/call.ts'
import type { FormApi } from '../../api/forms.ts'
import { html } from '../../base/index.ts'
import './define.ts'
import {
  aForm,
  fakeForms,
  fieldsOfAllTypes,
  formWithConditions,
  never,
  refusedEmail,
  tooMany,
  unreachable,
} from './lead-form.fixture.ts'
import type { KithLeadForm } from './lead-form.ts'

interface Args {
  client: FormApi
  lang?: string
  dir?: string
  theme?: string
  width?: string
}

const meta: Meta<Args> = {
  title: 'Lead form',
  args: { client: fakeForms() },
  render: ({ client, lang = 'en', dir = 'ltr', theme = 'light', width = '420px' }) =>
    html`<div lang=${lang} dir=${dir} data-theme=${theme}>
      <kith-lead-form form="contact" .client=${client} ${sized(width)}></kith-lead-form></div>`,
}
export default meta
type Story = StoryObj<Args>

/** Stories are laid out by script, because a strict page takes no style attributes. */
function sized(width: string) {
  return ref((element) => element && (element as HTMLElement).style.setProperty('max-inline-size', width))
}

const controls = async (canvas: HTMLElement) => {
  const form = canvas.querySelector('kith-lead-form') as KithLeadForm
  while (!form.renderRoot?.querySelector('form .trap')) await new Promise((done) => setTimeout(done, 20))
  return (name: string) => form.renderRoot.querySelector(`[name="${name}"]`) as HTMLInputElement
}
const submit = (canvas: HTMLElement) =>
  userEvent.click(canvas.querySelector('kith-lead-form')?.renderRoot.querySelector('[part=submit]') as HTMLElement)
const fill = async (canvas: HTMLElement, email = 'zoe@example.com') => {
  const control = await controls(canvas)
  await userEvent.type(control('name'), 'Zoë Ünsal-Bårdsen')
  await userEvent.type(control('email'), email)
}
const sent: NonNullable<Story['play']> = async ({ canvasElement }) => {
  await fill(canvasElement)
  await submit(canvasElement)
}

export const Loading: Story = { args: { client: { ...fakeForms(), form: () => never } } }
export const NotLoaded: Story = { args: { client: { ...fakeForms(), form: () => Promise.reject(unreachable) } } }
export const Ready: Story = {}
export const Errors: Story = {
  play: async ({ canvasElement }) => {
    await fill(canvasElement, 'zoe@example')
    await submit(canvasElement)
  },
}
export const Conditions: Story = {
  args: { client: fakeForms(formWithConditions()) },
  play: async ({ canvasElement }) => {
    const control = await controls(canvasElement)
    await userEvent.selectOptions(control('kind'), 'house')
    await userEvent.click(control('garden'))
  },
}
export const SeveralErrors: Story = {
  play: async ({ canvasElement }) => {
    await controls(canvasElement)
    await submit(canvasElement)
  },
}
export const ErrorFromTheServer: Story = { args: { client: fakeForms(aForm(), [refusedEmail]) }, play: sent }
export const Sending: Story = { args: { client: fakeForms(aForm(), [never]) }, play: sent }
export const Sent: Story = { play: sent }
export const Queued: Story = { args: { client: fakeForms(aForm({ id: 'queued' }), [unreachable]) }, play: sent }
export const Failed: Story = { args: { client: fakeForms(aForm(), [new ApiError('INTERNAL', {}, 500)]) }, play: sent }
export const TooMany: Story = { args: { client: fakeForms(aForm(), [tooMany]) }, play: sent }
export const AllFieldTypes: Story = { args: { client: fakeForms(aForm({ fields: fieldsOfAllTypes })) } }
export const Dark: Story = { args: { theme: 'dark' }, globals: { backgrounds: { value: 'dark' } } }
export const DarkErrors: Story = { ...SeveralErrors, args: { theme: 'dark' } }
export const Narrow: Story = { args: { width: '288px' } }
export const Norwegian: Story = { ...SeveralErrors, args: { lang: 'nb' } }
export const RightToLeft: Story = {
  args: {
    lang: 'ar',
    dir: 'rtl',
    client: fakeForms(
      aForm({
        title: 'احجز معاينة',
        intro: 'ثلاث غرف نوم',
        submitLabel: 'احجز',
        fields: [
          { id: 'name', type: 'personName', label: 'الاسم', required: true },
          { id: 'email', type: 'email', label: 'البريد الإلكتروني', required: true },
          { id: 'stars', type: 'rating', label: 'التقييم' },
        ],
        consents: [{ purpose: 'sales', text: 'يمكنكم الاتصال بي بشأن منازل مثل هذا.' }],
      }),
    ),
  },
}
export const LongLabels: Story = {
  args: {
    lang: 'de',
    width: '320px',
    client: fakeForms(
      aForm({
        title: 'Besichtigungsterminvereinbarung für Eigentumswohnungen',
        submitLabel: 'Besichtigungstermin unverbindlich vereinbaren',
        fields: [
          {
            id: 'name',
            type: 'personName',
            label: 'Vor- und Nachname der Vertragspartnerin oder des Vertragspartners',
            required: true,
          },
          {
            id: 'kind',
            type: 'select',
            label: 'Asuntotyyppivaihtoehto, josta olet ensisijaisesti kiinnostunut',
            options: [{ id: 'a', label: 'Rivitalohuoneisto omalla sisäänkäynnillä ja autopaikalla' }],
          },
          {
            id: 'company',
            type: 'text',
            label: 'Rechtsschutzversicherungsgesellschaftsangestelltenverzeichnisnummer',
            help: 'Lämpötilansäätelyjärjestelmäasiantuntijapalvelut',
          },
        ],
      }),
    ),
  },
}
export const AroundAPlainForm: Story = {
  render: ({ client }) => html`<kith-lead-form form="contact" .client=${client}>
    <form method="post" action="/kith/v1/forms/contact/submissions?site=site_demo">
      <label>Name <input name="name" value="Typed before the script came"></label><button>Send</button>
    </form></kith-lead-form>`,
}
