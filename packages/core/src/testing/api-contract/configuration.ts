import { equal, holds, refused } from '../storage-contract/assert.ts'
import { type ApiCase, aContactOf } from './kit.ts'

const SHOE_SIZE = { type: 'number', label: 'Shoe size', indexed: true } as const

export const configurationCases: readonly ApiCase[] = [
  {
    name: 'everybody knows who they are',
    async run({ admin, agent }) {
      const { actor, tenant, name, canConfigure, zone } = await admin.me()
      equal([actor.id, tenant, name, canConfigure, zone], ['main-admin', 'main', 'Ada', true, 'Europe/Oslo'])
      equal((await agent.me()).canConfigure, false)
    },
  },
  {
    name: 'the model has the objects that the caller may see, and what they may do',
    async run({ admin, agent }) {
      const deal = (await admin.model()).objects.find(({ name }) => name === 'deal')
      equal(deal?.plural, 'deals')
      holds(deal?.fields['stageId'] !== undefined, 'fields are described')
      const can = (await agent.model()).objects.find(({ name }) => name === 'deal')?.can
      holds(can?.includes('update') === true && !can.includes('delete'), `an agent's rights, got ${can}`)
    },
  },
  {
    name: 'a field that is added while the server runs can be written, filtered and seen at once',
    async run({ admin }) {
      const field = await admin.addField('contact', 'shoeSize', SHOE_SIZE)
      equal(field.id, 'x_shoeSize')
      const contact = await aContactOf(admin, { x_shoeSize: 44 })
      const { items } = await admin.list('contact', { where: { x_shoeSize: { gte: 40 } } })
      equal(items, [contact])
      const described = (await admin.model()).objects.find(({ name }) => name === 'contact')
      equal(described?.fields['x_shoeSize']?.type, 'number')
    },
  },
  {
    name: 'a field of one tenant is none of another',
    async run({ admin, stranger }) {
      await admin.addField('contact', 'shoeSize', SHOE_SIZE)
      await refused(aContactOf(stranger, { x_shoeSize: 44 }), 'INVALID_INPUT')
    },
  },
  {
    name: 'fields are added by those who may configure',
    async run({ agent, admin }) {
      await refused(agent.addField('contact', 'shoeSize', SHOE_SIZE), 'FORBIDDEN')
      await refused(admin.addField('contact', 'shoe size', SHOE_SIZE), 'INVALID_DEFINITION')
    },
  },
]
