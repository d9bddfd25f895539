import { describe, expect, it } from 'vitest'
import { defineRule } from '../../rules/define-rule.ts'
import type { Rule } from '../../rules/types.ts'
import { MAIN, openWorld } from '../world.fixture.ts'

const code = (expected: string) => expect.objectContaining({ code: expected })
const dismiss = defineRule({
  id: 'dismiss',
  label: 'Dismiss weak leads',
  on: 'lead.created',
  if: { score: { lt: 20 } },
  then: [{ do: 'set-fields', set: { status: 'dismissed' }, review: 'required' }],
})

async function open(rules: readonly Rule[] = [dismiss]) {
  const world = await openWorld({ config: { rules } })
  const service = world.crm.as({ tenant: MAIN, actor: { kind: 'service', id: 'import' }, roles: [] })
  const lead = async (name: string, score: number) => {
    const { id } = await service.create('lead', { name, email: `${name}@example.com`, score })
    return service.assign('lead', id, { ownerId: 'ola' })
  }
  await lead('Strong', 60)
  const weak = await lead('Weak', 4)
  await world.crm.tick()
  const { items } = await world.ida.list('review')
  return { ...world, service, weak, review: items[0] as (typeof items)[number], reviews: items }
}

describe('a proposal', () => {
  it('waits for a person: nothing of it happens, and it shows the case that went the other way', async () => {
    const { ida, weak, review, reviews } = await open()
    expect(reviews).toHaveLength(1)
    expect(await ida.get('lead', weak.id)).toMatchObject({ status: 'new' })
    expect(review).toMatchObject({
      status: 'proposed',
      recordId: weak.id,
      servesIds: ['ola'],
      counterCase: { differs: [{ holds: false, values: { score: 60 } }] },
    })
  })

  it('is carried out by an approval, in the same commit, once', async () => {
    const { ida, weak, review } = await open()
    const approve = () => ida.approveReview(review.id, { lookedSeconds: 3 }, { idempotencyKey: 'approve-1' })
    const [approved, again] = [await approve(), await approve()]
    expect(approved).toMatchObject({ status: 'approved', decidedBy: 'ida' })
    expect(again).toEqual(approved)
    expect(await ida.get('lead', weak.id)).toMatchObject({ status: 'dismissed', version: weak.version + 1 })
    const [change] = (await ida.history('lead', weak.id)).items
    expect(change).toMatchObject({ actor: { id: 'ida' }, source: { rule: 'dismiss', review: review.id } })
    await expect(ida.approveReview(review.id, { lookedSeconds: 3 })).rejects.toThrow(code('REVIEW_ALREADY_DECIDED'))
    expect(await ida.reviewFigures()).toMatchObject({ approved: 1, medianSeconds: 3, quick: 1 })
  })

  it('is not decided by the person whom it serves, nor by who may not see it', async () => {
    const { crm, per, weak, review, ida } = await open()
    const ola = crm.as({ tenant: MAIN, actor: { kind: 'user', id: 'ola' }, roles: ['manager'] })
    await expect(ola.approveReview(review.id, { lookedSeconds: 9 })).rejects.toThrow(code('REVIEW_NOT_YOURS'))
    await expect(per.approveReview(review.id, { lookedSeconds: 9 })).rejects.toThrow(code('NOT_FOUND'))
    await expect(per.contestReview(review.id, { reason: 'No' })).rejects.toThrow(code('NOT_FOUND'))
    expect(await ida.get('lead', weak.id)).toMatchObject({ status: 'new' })
  })

  it('is not decided by whom it serves by now either', async () => {
    const { crm, service, weak, review } = await open()
    await service.assign('lead', weak.id, { ownerId: 'per' })
    const per = crm.as({ tenant: MAIN, actor: { kind: 'user', id: 'per' }, roles: ['manager'] })
    await expect(per.approveReview(review.id, { lookedSeconds: 9 })).rejects.toThrow(code('REVIEW_NOT_YOURS'))
  })

  it('is not carried out where what it would change was changed by somebody since; it can still be refused', async () => {
    const { ida, weak, review } = await open()
    await ida.convertLead(weak.id, {})
    await expect(ida.approveReview(review.id, { lookedSeconds: 9 })).rejects.toThrow(code('REVIEW_OUTDATED'))
    expect(await ida.get('lead', weak.id)).toMatchObject({ status: 'converted' })
    await ida.refuseReview(review.id, { lookedSeconds: 9, reason: 'Converted' })
    expect((await ida.list('review', { where: { status: 'refused' } })).items).toHaveLength(1)
  })

  it('is not carried out for a record that was deleted since', async () => {
    const then = [{ do: 'create-activity', kind: 'task', subject: 'Visit', review: 'required' }] as const
    const { ida, weak, review } = await open([defineRule({ ...dismiss, then })])
    await ida.remove('lead', weak.id, { ifVersion: weak.version })
    await expect(ida.approveReview(review.id, { lookedSeconds: 9 })).rejects.toThrow(code('REVIEW_OUTDATED'))
    expect((await ida.list('activity')).items).toEqual([])
  })

  it('of a task makes the task of the rule', async () => {
    const then = [{ do: 'create-activity', kind: 'task', subject: 'Visit', review: 'required' }] as const
    const { ida, weak, review } = await open([defineRule({ ...dismiss, then })])
    await ida.approveReview(review.id, { lookedSeconds: 9 })
    expect((await ida.list('activity')).items).toMatchObject([
      { subject: 'Visit', leadId: weak.id, ruleId: 'dismiss@1' },
    ])
  })

  it('can be carried out with other values that the person could write, and with no others', async () => {
    const { ida, eva, weak, review } = await open()
    const change = (api: typeof ida, set: Readonly<Record<string, unknown>>) =>
      api.changeReview(review.id, {
        lookedSeconds: 9,
        reason: 'Still warm',
        commands: [{ operation: 'update', object: 'lead', id: weak.id, set }],
      })
    await expect(change(ida, { access: ['u:per'] })).rejects.toThrow(code('INVALID_INPUT'))
    await expect(change(ida, { nothing: 1 })).rejects.toThrow(code('INVALID_INPUT'))
    await expect(change(eva, { phones: [] })).rejects.toThrow(code('INVALID_INPUT'))
    await expect(ida.changeReview(review.id, { lookedSeconds: 9, reason: '', commands: [] })).rejects.toThrow(
      code('INVALID_INPUT'),
    )
    await expect(change(ida, { status: 'working', email: 'other@example.com' })).rejects.toThrow(code('INVALID_INPUT'))
    await change(ida, { status: 'working' })
    expect(await ida.get('lead', weak.id)).toMatchObject({ status: 'working' })
  })

  it('that was carried out is taken back when it is contested and then refused', async () => {
    const { crm, ida, weak, review } = await open()
    await ida.approveReview(review.id, { lookedSeconds: 30 })
    await ida.contestReview(review.id, { reason: 'I did answer', by: 'Weak' })
    const ben = crm.as({ tenant: MAIN, actor: { kind: 'user', id: 'per' }, roles: ['manager'] })
    await ben.refuseReview(review.id, { lookedSeconds: 60, reason: 'They did' })
    expect(await ida.get('lead', weak.id)).toMatchObject({ status: 'new' })
    expect(await ida.reviewFigures()).toMatchObject({ approved: 1, contested: 1, refused: 1, quick: 0 })
  })

  it('that two people decide at once is decided by one', async () => {
    const { crm, ida, review } = await open()
    const per = crm.as({ tenant: MAIN, actor: { kind: 'user', id: 'per' }, roles: ['manager'] })
    const answers = await Promise.allSettled([
      ida.approveReview(review.id, { lookedSeconds: 9 }),
      per.refuseReview(review.id, { lookedSeconds: 9, reason: 'No' }),
    ])
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
})
