import { describe, expect, it } from 'vitest'
import { defineRule } from '../../rules/define-rule.ts'
import type { Rule } from '../../rules/types.ts'
import { openWorld, type World } from '../world.fixture.ts'

const task = { do: 'create-activity', kind: 'task', subject: 'done' } as const
const rule = (over: Partial<Rule>) => defineRule({ id: 'r', label: 'r', on: 'deal.created', then: [task], ...over })
const count = async ({ ida }: World) => (await ida.list('activity')).items.length

/** A company, three steps below another. */
async function chainOf({ ida }: World, top: Readonly<Record<string, unknown>>) {
  const first = await ida.create('company', top)
  const second = await ida.create('company', { name: 'Second', parentId: first.id })
  const third = await ida.create('company', { name: 'Third', parentId: second.id })
  return { first, third }
}

describe('conditions over other records', () => {
  it('hold for a rule where they hold in a list, however many relations they follow', async () => {
    const where = { companyId: { parentId: { parentId: { name: 'Top' } } } }
    const world = await openWorld({ config: { rules: [rule({ if: where })] } })
    const { third } = await chainOf(world, { name: 'Top' })
    await world.ida.create('deal', { name: 'Kitchen', companyId: third.id })
    await world.crm.tick()
    expect((await world.ida.list('deal', { where })).items).toHaveLength(1)
    expect(await count(world)).toBe(1)
  })

  it('hold through a link to what a relation leads to, and on from there', async () => {
    const where = {
      companyId: { tags: { some: { name: 'Key account' } } },
      contacts: { none: { companyId: { name: 'X' } } },
    }
    const world = await openWorld({ config: { rules: [rule({ on: 'deal.updated', if: where })] } })
    const { ida, crm } = world
    const company = await ida.create('company', { name: 'Fjord' })
    const tag = await ida.create('tag', { name: 'Key account' })
    const ends = { fromObject: 'company', fromId: company.id, toObject: 'tag', toId: tag.id, role: 'tag' }
    await ida.create('link', ends)
    const other = await ida.create('company', { name: 'X' })
    const contact = await ida.create('contact', { name: 'Kari', companyId: other.id })
    const good = await ida.create('deal', { name: 'Good', companyId: company.id })
    const bad = await ida.create('deal', { name: 'Bad', companyId: company.id })
    await ida.create('link', { fromObject: 'deal', fromId: bad.id, toObject: 'contact', toId: contact.id })
    for (const { id, version } of [good, bad])
      await ida.update('deal', id, { closeOn: '2026-05-01' }, { ifVersion: version })
    await crm.tick()
    expect((await ida.list('deal', { where })).items.map(({ id }) => id)).toEqual([good.id])
    expect((await ida.list('activity')).items.map(({ dealId }) => dealId)).toEqual([good.id])
  })

  it('of a territory reach as far', async () => {
    const assign = { do: 'assign-owner', strategy: 'territory', reassign: true } as const
    const world = await openWorld({ config: { rules: [rule({ then: [assign] })] } })
    const { ida, crm } = world
    const { third } = await chainOf(world, { name: 'Top' })
    const where = { parentId: { parentId: { name: 'Top' } } }
    await ida.create('territory', { name: 'Top', where, userIds: ['per'] })
    const deal = await ida.create('deal', { name: 'Kitchen', companyId: third.id })
    await crm.tick()
    expect((await ida.get('deal', deal.id))['ownerId']).toBe('per')
  })

  it('that a stage asks for are asked of all that they lead to, also of what the move itself sets', async () => {
    const exit = [{ companyId: { parentId: { parentId: { name: 'Top' } } } }, { tags: { none: { name: 'Blocked' } } }]
    const stages = [
      { id: 'first', label: 'First', kind: 'open', exit },
      { id: 'second', label: 'Second', kind: 'open' },
    ] as const
    const world = await openWorld({ config: { pipelines: [{ id: 'own', name: 'Own', stages }] } })
    const { ida } = world
    const { third } = await chainOf(world, { name: 'Top' })
    const deal = await ida.create('deal', { name: 'Kitchen', pipelineId: 'own' })
    const tag = await ida.create('tag', { name: 'Blocked' })
    const ends = { fromObject: 'deal', fromId: deal.id, toObject: 'tag', toId: tag.id, role: 'tag' }
    const link = await ida.create('link', ends)
    const move = () => ida.moveDeal(deal.id, { stageId: 'second', set: { companyId: third.id } })
    await expect(move()).rejects.toThrow(expect.objectContaining({ code: 'STAGE_EXIT_UNMET' }))
    await ida.remove('link', link.id, { ifVersion: link.version })
    expect(await move()).toMatchObject({ stageId: 'second' })
  })

  it('are asked of the other cases too, before one is shown as having gone the other way', async () => {
    const where = { companyId: { industry: 'retail' } }
    const propose = rule({ on: 'deal.updated', if: where, then: [{ ...task, review: 'required' }] })
    const { ida, crm } = await openWorld({ config: { rules: [propose] } })
    const dealWith = async (name: string, industry: string) => {
      const company = await ida.create('company', { name, industry })
      return ida.create('deal', { name, companyId: company.id })
    }
    await dealWith('Alike', 'retail')
    const other = await dealWith('Other', 'shipping')
    const { id, version } = await dealWith('Own', 'retail')
    await ida.update('deal', id, { closeOn: '2026-05-01' }, { ifVersion: version })
    await crm.tick()
    expect((await ida.list('review')).items).toMatchObject([{ counterCase: { recordId: other.id } }])
  })
})
