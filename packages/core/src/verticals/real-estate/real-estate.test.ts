import { describe, expect, it } from 'vitest'
import { createCrm, defineCrm } from '../../index.ts'
import { memoryStorage } from '../../storage/memory.ts'
import { realEstate } from './index.ts'

describe('realEstate', () => {
  it('is plain data', () => {
    expect(JSON.parse(JSON.stringify(realEstate))).toEqual(realEstate)
  })

  it('asks sellers where their home is, and buyers what they can pay', async () => {
    const crm = await createCrm({ storage: memoryStorage(), config: defineCrm(realEstate), jobsEveryMs: 0 })
    await crm.openTenant({ id: 'main', name: 'Main', locale: 'nb', zone: 'Europe/Oslo', baseCurrency: 'NOK' })
    const site = crm.visitors({ tenant: 'main' })
    const send = (key: string, values: Readonly<Record<string, unknown>>) =>
      site.submit('valuation', { values: { name: 'Kari Nes', ...values } }, { idempotencyKey: key })
    await send('valuation-buyer', { intent: 'buying', email: 'kari@example.com' })
    const seller = send('valuation-seller', { intent: 'selling', email: 'per@example.com' })
    await expect(seller).rejects.toMatchObject({ details: { issues: [{ path: '/values/homeAddress' }] } })
    await crm.close()
  })

  it('counts who asks what a home is worth among the leads of the website', async () => {
    const crm = await createCrm({ storage: memoryStorage(), config: defineCrm(realEstate), jobsEveryMs: 0 })
    await crm.openTenant({ id: 'main', name: 'Main', locale: 'nb', zone: 'Europe/Oslo', baseCurrency: 'NOK' })
    const values = { name: 'Kari Nes', intent: 'buying', email: 'kari@example.com' }
    await crm.visitors({ tenant: 'main' }).submit('valuation', { values }, { idempotencyKey: 'valuation-website' })
    const api = crm.as({ tenant: 'main', actor: { kind: 'user', id: 'ida' }, roles: ['manager'] })
    const { items } = await api.list('lead', { where: { source: 'website' } })
    expect(items).toMatchObject([{ name: { full: 'Kari Nes' } }])
    await crm.close()
  })

  it('takes a deal about a property from enquiry to offer, and to contract only with an amount', async () => {
    const crm = await createCrm({ storage: memoryStorage(), config: defineCrm(realEstate), jobsEveryMs: 0 })
    await crm.openTenant({ id: 'main', name: 'Main', locale: 'nb', zone: 'Europe/Oslo', baseCurrency: 'NOK' })
    const api = crm.as({ tenant: 'main', actor: { kind: 'user', id: 'ida' }, roles: ['manager'] })
    const home = await api.create('property', { name: 'Fjordveien 14', kind: 'house', status: 'for-sale' })
    const deal = await api.create('deal', { name: 'Nes family', pipelineId: 'sales', propertyId: home.id })
    const offered = await api.moveDeal(deal.id, { stageId: 'offer' }, { ifVersion: deal.version })
    const signed = api.moveDeal(deal.id, { stageId: 'contract' }, { ifVersion: offered.version })
    await expect(signed).rejects.toMatchObject({ code: 'STAGE_EXIT_UNMET' })
    await crm.close()
  })
})
