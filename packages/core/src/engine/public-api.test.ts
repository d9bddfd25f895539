import { describe, expect, it } from 'vitest'
import { defineForm } from '../domain/form/define-form.ts'
import { date } from '../schema/fields.ts'
import { MAIN, openWorld } from './world.fixture.ts'

const form = defineForm({
  id: 'visit',
  title: 'Visit',
  fields: [
    { field: 'name', required: true },
    { field: 'wantedOn' },
    { field: 'message', required: true, when: { wantedOn: { lt: 'now' } } },
  ],
})

describe('a form whose condition is about today', () => {
  it('gives the first receipt again on a later day, when it would ask for more', async () => {
    const world = await openWorld({ config: { fields: { lead: { wantedOn: date() } }, forms: [form] } })
    const site = world.crm.visitors({ tenant: MAIN })
    const send = (key: string) =>
      site.submit('visit', { values: { name: 'Kari Nes', wantedOn: '2026-03-03' } }, { idempotencyKey: key })
    const receipt = await send('visit-key-0001')
    world.clock.advance({ days: 3 })
    expect(await send('visit-key-0001')).toEqual(receipt)
    await expect(send('visit-key-0002')).rejects.toMatchObject({ details: { issues: [{ path: '/values/message' }] } })
    await world.crm.close()
  })
})
