import { expect, it } from 'vitest'
import { defineRule } from '../../rules/define-rule.ts'
import { memoryStorage } from '../../storage/memory.ts'
import { MAIN, openWorld } from '../world.fixture.ts'

const RULES = 30

it('what a person agrees to is read once for all rules that an event starts, and again where one of them fires', async () => {
  const storage = memoryStorage()
  let reads = 0
  const find: typeof storage.find = (scope, object, query) => {
    if (object === 'consent') reads++
    return storage.find(scope, object, query)
  }
  const rules = Array.from({ length: RULES }, (_, at) =>
    defineRule({
      id: `r${at}`,
      label: `Rule ${at}`,
      on: 'contact.updated',
      consent: { purpose: at === RULES - 1 ? 'sales' : 'news' },
      then: [{ do: 'create-activity', kind: 'task', subject: `Task ${at}` }],
    }),
  )
  const { crm, ida } = await openWorld({ storage: { ...storage, find }, config: { rules } })
  const contact = await ida.create('contact', { name: 'Kari' })
  const consent = { contactId: contact.id, text: 'Yes', method: 'phone' } as const
  await ida.giveConsent({ ...consent, purpose: 'sales' })
  const { id: withdrawn } = await ida.giveConsent({ ...consent, purpose: 'news' })
  await ida.withdrawConsent(withdrawn, { reason: 'No' })
  await crm.tick()
  reads = 0
  const { version } = await ida.get('contact', contact.id)
  await ida.update('contact', contact.id, { name: 'Kari Nes' }, { ifVersion: version })
  await crm.tick()
  expect(await ida.list('activity')).toMatchObject({ items: [{ subject: `Task ${RULES - 1}` }] })
  expect(reads).toBe(2)
  expect((await crm.jobs(MAIN, 'waiting')).filter(({ kind }) => kind === 'rule')).toEqual([])
})
