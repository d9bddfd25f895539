import { createCrm, defineCrm, defineRule, type FullCrmApi, type RulesApi } from '@kith/core'
import { memoryStorage } from '@kith/core/storage/memory'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import '../why/define.ts'
import './define.ts'

const dismiss = defineRule({
  id: 'dismiss',
  label: 'Dismiss weak leads',
  on: 'lead.created',
  if: { score: { lt: 20 } },
  then: [{ do: 'set-fields', set: { status: 'dismissed' }, review: 'required' }],
})

type Api = FullCrmApi & RulesApi

let crm: Awaited<ReturnType<typeof createCrm>>
let ida: Api
let ola: Api
let element: HTMLElement & { readonly renderRoot: ShadowRoot }

const text = (selector: string) =>
  [...element.renderRoot.querySelectorAll<HTMLElement>(selector)]
    .map((one) => one.textContent)
    .join(' ')
    .replace(/\s+/g, ' ')
const seen = (words: string, selector: string) =>
  vi.waitFor(() => expect(text(selector)).toContain(words), { timeout: 10_000 })

function mount(tag: 'kith-review-queue' | 'kith-why', properties: object): void {
  element = document.createElement(tag)
  Object.assign(element, properties)
  element.style.blockSize = '740px'
  document.body.append(element)
}

beforeEach(async () => {
  await page.viewport(1200, 760)
  document.documentElement.lang = 'en'
  crm = await createCrm({ storage: memoryStorage(), jobsEveryMs: 0, config: defineCrm({ rules: [dismiss] }) })
  const users = ['ida', 'ola'].map((id) => ({ id, name: `${id} Hansen`, roles: ['admin'] }))
  await crm.openTenant({ id: 'main', name: 'Nordlys', zone: 'Europe/Oslo', users })
  const as = (id: string) => crm.as({ tenant: 'main', actor: { kind: 'user', id }, roles: ['admin'] })
  ida = as('ida')
  ola = as('ola')
  const service = crm.as({ tenant: 'main', actor: { kind: 'service', id: 'import' }, roles: [] })
  for (const [name, score] of [
    ['Strong Lead', 60],
    ['Weak Lead', 4],
  ] as const)
    await service.create('lead', { name, score, email: `${score}@example.com` })
  await crm.tick()
})
afterEach(async () => {
  document.body.replaceChildren()
  await crm.close()
})

describe('a decision that a rule proposes, on the real engine', () => {
  it('is shown with its reasons, approved by keyboard, carried out, and explained on the record', async () => {
    mount('kith-review-queue', { client: ida })
    await seen('Strong Lead went the other way', '.counter')
    expect(text('.deeds')).toContain('Status New → Dismissed')
    expect(text('.conditions .values')).toContain('Score 4')
    element.renderRoot.querySelector<HTMLElement>('.item')?.focus()
    await userEvent.keyboard('a')
    await seen('for Weak Lead?', 'dialog[open]')
    await userEvent.keyboard('{Enter}')
    await seen('Approved for Weak Lead', '.toast')
    const [lead] = (await ida.list('lead', { where: { status: 'dismissed' } })).items
    expect(lead).toMatchObject({ score: 4 })
    await seen('1 of 1 approved in less than 5 seconds', '.figures')

    element.remove()
    mount('kith-why', { client: ida, object: 'lead', recordId: lead?.id })
    await seen('Dismiss weak leads', 'h3')
    await seen('Status New → Dismissed', '.deeds')
    expect(text('.holds')).toContain('Score 4')
    element.renderRoot.querySelector<HTMLElement>('.back button')?.click()
    await seen('aken back.', '.back')
    expect(await ida.get('lead', lead?.id ?? '')).toMatchObject({ status: 'new' })
  })

  it('tells a person that another one was first', async () => {
    mount('kith-review-queue', { client: ida })
    await seen('Weak Lead', '.who')
    const [review] = (await ola.list('review')).items
    await ola.refuseReview(review?.id ?? '', { lookedSeconds: 31, reason: 'She called.' })
    await seen('ola Hansen refused this meanwhile. You have decided nothing.', '.note')
    expect(text('.acts')).not.toContain('Approve')
  })

  it('is carried out with other values', async () => {
    mount('kith-review-queue', { client: ida })
    await seen('Weak Lead', '.who')
    await page.getByRole('button', { name: 'Change…' }).click()
    await page.getByRole('combobox', { name: /^Status/ }).selectOptions('working')
    await page.getByRole('textbox', { name: /^Reason/ }).fill('She may come back.')
    await page.getByRole('button', { name: 'Approve with these values' }).click()
    await seen('Approved with changes for Weak Lead', '.toast')
    expect((await ida.list('lead', { where: { score: 4 } })).items[0]).toMatchObject({ status: 'working' })
  })
})
