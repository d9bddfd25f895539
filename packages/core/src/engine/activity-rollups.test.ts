import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defineRule } from '../rules/define-rule.ts'
import type { StoredRecord } from '../schema/record.ts'
import { openWorld, type World } from './world.fixture.ts'

const firstCall = defineRule({
  id: 'first-call',
  label: 'First call',
  on: 'lead.created',
  then: [
    { do: 'assign-owner', strategy: 'fixed', owner: 'ola', reassign: true },
    { do: 'create-activity', kind: 'task', subject: 'First call', due: { days: 1 } },
  ],
})

async function open() {
  const world = await openWorld({ config: { rules: [firstCall] } })
  const { id } = await world.ida.create('lead', { name: 'Kari', email: 'kari@example.com' })
  await world.crm.tick()
  const lead = () => world.ida.get('lead', id)
  const [did] = await world.ida.why('lead', id)
  const changes = [...new Set((did?.did ?? []).map(({ seq }) => seq))]
  const [task] = await activities(world, id)
  return { ...world, id, lead, changes, did, task: task as StoredRecord }
}

const activities = async ({ ida }: World, leadId: string) =>
  (await ida.list('activity', { where: { leadId }, limit: 200 })).items

/** What the roll-ups of a lead are to be. */
async function counted(world: World, leadId: string) {
  const all = await activities(world, leadId)
  const times = (status: string, field: string) =>
    all.flatMap((one) => (one['status'] === status && one[field] ? [String(one[field])] : [])).sort()
  return [times('open', 'dueAt')[0], times('done', 'doneAt').at(-1)]
}

const shown = (lead: StoredRecord) => [lead['nextActivityAt'], lead['lastActivityAt']]

describe('roll-ups of activities', () => {
  it('takes a task and its time back, and neither lists a roll-up nor calls it a conflict', async () => {
    const { ida, lead, changes, id, task } = await open()
    expect(await lead()).toMatchObject({ ownerId: 'ola', nextActivityAt: task['dueAt'] })
    const result = await ida.undo({ changes })
    expect(result.conflicts).toEqual([])
    expect(result.undone).toEqual([
      { object: 'activity', id: task.id, fields: ['deletedAt'] },
      { object: 'lead', id, fields: ['ownerId'] },
    ])
    const after = await lead()
    expect([after['ownerId'], ...shown(after)]).toEqual(['ida', undefined, undefined])
  })

  it('leaves the next activity where only the owner is taken back and the task stays', async () => {
    const { ida, lead, did, task } = await open()
    const changes = (did?.did ?? []).flatMap(({ object, seq }) => (object === 'lead' ? [seq] : []))
    await ida.undo({ changes: [...new Set(changes)] })
    expect(await lead()).toMatchObject({ ownerId: 'ida', nextActivityAt: task['dueAt'] })
  })

  it('keeps what others planned and did meanwhile', async () => {
    const { ida, lead, changes, clock, id } = await open()
    clock.advance({ hours: 1 })
    await ida.logActivity({ kind: 'call', leadId: id })
    const dueAt = '2026-03-09T09:00:00.000Z'
    await ida.logActivity({ kind: 'task', subject: 'Later', leadId: id, dueAt })
    expect((await ida.undo({ changes })).conflicts).toEqual([])
    expect(shown(await lead())).toEqual([dueAt, '2026-03-02T10:00:00.000Z'])
  })

  it('says of a task that is done that it stays, not that the next activity does', async () => {
    const { ida, lead, changes, clock, task } = await open()
    clock.advance({ hours: 1 })
    await ida.completeTask(task.id)
    const { undone, conflicts } = await ida.undo({ changes })
    expect(undone.map(({ object, fields }) => [object, fields])).toEqual([['lead', ['ownerId']]])
    expect(conflicts.map(({ object, field }) => `${object}.${field}`)).toEqual(['activity.status'])
    expect(shown(await lead())).toEqual([undefined, '2026-03-02T10:00:00.000Z'])
  })

  it('follow a task into the recycle bin and back, and to another time or record', async () => {
    const { ida, lead, task, id } = await open()
    await ida.remove('activity', task.id)
    expect(shown(await lead())).toEqual([undefined, undefined])
    const back = await ida.restore('activity', task.id)
    expect(shown(await lead())).toEqual([task['dueAt'], undefined])
    const dueAt = '2026-03-20T09:00:00.000Z'
    const later = await ida.update('activity', task.id, { dueAt }, { ifVersion: back.version })
    expect(shown(await lead())).toEqual([dueAt, undefined])
    const other = await ida.create('lead', { name: 'Ola', email: 'ola@example.com' })
    await ida.update('activity', task.id, { leadId: other.id }, { ifVersion: later.version })
    expect(shown(await lead())).toEqual([undefined, undefined])
    expect(shown(await ida.get('lead', other.id))).toEqual([dueAt, undefined])
    expect(id).not.toBe(other.id)
  })

  it('follow a rule that moves a task to another time, also beside one that it makes', async () => {
    const dueAt = '2026-04-01T08:00:00.000Z'
    const postpone = defineRule({
      id: 'postpone',
      label: 'Postpone',
      on: { when: 'field-changed', object: 'activity', field: 'subject' },
      then: [
        { do: 'set-fields', set: { dueAt } },
        { do: 'create-activity', kind: 'task', subject: 'Sooner', due: { days: 3 } },
      ],
    })
    const { ida, crm } = await openWorld({ config: { rules: [postpone] } })
    const lead = await ida.create('lead', { name: 'Kari', email: 'kari@example.com' })
    const task = await ida.logActivity({ kind: 'task', leadId: lead.id, dueAt: '2026-03-03T08:00:00.000Z' })
    await ida.update('activity', task.id, { subject: 'Call' }, { ifVersion: task.version })
    await crm.tick()
    const { items } = await ida.list('activity', { where: { leadId: lead.id }, sort: 'dueAt' })
    expect(items.map((one) => one['dueAt']).at(-1)).toBe(dueAt)
    expect((await ida.get('lead', lead.id))['nextActivityAt']).toBe(items[0]?.['dueAt'])
  })

  it('leaves both roll-ups as the activities have them, whatever happened in between', async () => {
    const steps = fc.array(
      fc.constantFrom('call', 'task', 'done', 'remove', 'restore', 'later', 'undo rule', 'undo last'),
      { maxLength: 8 },
    )
    await fc.assert(
      fc.asyncProperty(steps, async (acts) => {
        const world = await open()
        const { ida, clock, lead, changes, id } = world
        const bin: string[] = []
        for (const [at, act] of acts.entries()) {
          clock.advance({ minutes: 10 })
          const correlation = `step-${at}`
          if (act === 'call') await ida.logActivity({ kind: 'call', leadId: id }, { correlation })
          if (act === 'task') await ida.logActivity({ kind: 'task', leadId: id, dueAt: clock.now() }, { correlation })
          const open = (await activities(world, id)).find(({ status }) => status === 'open')
          if (act === 'done' && open) await ida.completeTask(open.id, {}, { correlation })
          if (act === 'later' && open)
            await ida.update('activity', open.id, { dueAt: clock.now() }, { ifVersion: open.version, correlation })
          const first = (await activities(world, id))[0]
          if (act === 'remove' && first) bin.push((await ida.remove('activity', first.id, { correlation })).id)
          const binned = bin.at(-1)
          if (act === 'restore' && binned !== undefined) await ida.restore('activity', binned, { correlation })
          if (act === 'undo rule') await ida.undo({ changes })
          if (act === 'undo last') await ida.undo({ correlation: `step-${at - 1}` }).catch(() => undefined)
          expect(shown(await lead())).toEqual(await counted(world, id))
        }
        await world.crm.close()
      }),
      { numRuns: 20 },
    )
  })
})
