import { createCrm, defineCrm, text } from '@kith/core'
import type { Storage } from '@kith/core/storage'
import { fakeClock, seededRandom } from '@kith/core/testing'

export const MAIN = 'main'
export const config = defineCrm({ fields: { contact: { shoeSize: text({ label: 'Shoe size' }) } } })

/**
 * A small company with something of all that a store holds, made through the engine: configuration, a run-time field,
 * contacts, links, leads from the website, consents, deals with history, jobs, the recycle bin, an erased person.
 */
export async function fillCompany(storage: Storage, contacts = 20, tenant = MAIN): Promise<void> {
  const clock = fakeClock('2026-03-02T09:00:00.000Z')
  const crm = await createCrm({ storage, config, clock, random: seededRandom(7), jobsEveryMs: 0 })
  const users = ['ida', 'ola'].map((id) => ({ id, name: id }))
  await crm.openTenant({ id: tenant, name: 'Company', zone: 'Europe/Oslo', baseCurrency: 'EUR', users })
  const api = crm.as({ tenant, actor: { kind: 'user', id: 'ida' }, roles: ['admin'] })
  await api.addField('contact', 'colour', { type: 'text', label: 'Colour', indexed: true })
  for (let at = 0; at < contacts; at++) {
    const emails = [{ value: `kari${at}@example.com` }]
    const colour = at % 3 === 0 ? { x_colour: 'Blå' } : {}
    const contact = await api.create('contact', { name: `Kari Nes ${at}`, emails, shoeSize: `${at}`, ...colour })
    const deal = await api.create('deal', { name: `Deal ${at}`, amount: { amountMinor: at * 100, currency: 'EUR' } })
    await api.create('link', {
      fromObject: 'deal',
      fromId: deal.id,
      toObject: 'contact',
      toId: contact.id,
      role: 'buyer',
    })
    if (at % 4 === 0) await api.moveDeal(deal.id, { stageId: 'meeting' }, { ifVersion: deal.version })
    if (at % 5 === 0) await api.remove('contact', contact.id, { ifVersion: contact.version })
    else await api.giveConsent({ contactId: contact.id, purpose: 'sales', text: 'Yes', method: 'phone' })
    if (at === 1) await storage.commit({ tenant }, { eraseSubjects: [`contact:${contact.id}`] })
  }
  const site = crm.visitors({ tenant })
  const form = await site.form('contact')
  const values = { name: 'Ola Vik', email: 'ola@example.com', message: 'Hei' }
  await site.submit('contact', { values, locale: form.locale }, { idempotencyKey: 'key-0001' })
  await crm.tick()
  await site.submit('contact', { values, locale: form.locale }, { idempotencyKey: 'key-0002' })
  await api.create('contact', { name: 'Last' }, { idempotencyKey: 'key-0003' })
}
