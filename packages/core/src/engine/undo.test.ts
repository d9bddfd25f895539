import { describe, expect, it } from 'vitest'
import type { Change } from '../ports/crm-api.ts'
import type { StoredRecord } from '../schema/record.ts'
import { planUndo } from './undo.ts'

const NOW = '2026-03-02T09:00:00.000Z'

function change(seq: number, before: Change['before'], after: Change['after'], id = 'a', object = 'company'): Change {
  return {
    seq,
    at: NOW,
    actor: { kind: 'user', id: 'ida' },
    cause: 'update',
    correlation: 'c',
    object,
    id,
    before,
    after,
  }
}

function records(...list: readonly StoredRecord[]): ReadonlyMap<string, StoredRecord> {
  return new Map(list.map((record) => [`company:${record.id}`, record]))
}

describe('planUndo', () => {
  it('sets a field back that still has the value of the change', () => {
    const { plan, result } = planUndo(
      [change(1, { name: 'Old' }, { name: 'New' })],
      records({ id: 'a', version: 2, name: 'New' }),
      NOW,
    )
    expect(plan.writes).toMatchObject([{ kind: 'update', set: { name: 'Old' } }])
    expect(result).toEqual({ undone: [{ object: 'company', id: 'a', fields: ['name'] }], conflicts: [], effects: [] })
  })

  it('leaves a field that was changed since, and says what it is and what it was to be', () => {
    const { plan, result } = planUndo(
      [change(1, { name: 'Old' }, { name: 'New' })],
      records({ id: 'a', version: 3, name: 'Newer' }),
      NOW,
    )
    expect(plan.writes).toEqual([])
    expect(result.conflicts).toEqual([{ object: 'company', id: 'a', field: 'name', current: 'Newer', wanted: 'Old' }])
  })

  it('undoes what does not conflict of a change whose other field was changed since', () => {
    const both = change(1, { name: 'Old', industry: 'a' }, { name: 'New', industry: 'b' })
    const { result } = planUndo([both], records({ id: 'a', version: 3, name: 'Newer', industry: 'b' }), NOW)
    expect(result.undone).toEqual([{ object: 'company', id: 'a', fields: ['industry'] }])
    expect(result.conflicts).toHaveLength(1)
  })

  it('goes back through several changes of one field, newest first', () => {
    const changes = [change(1, { name: 'A' }, { name: 'B' }), change(2, { name: 'B' }, { name: 'C' })]
    const { plan } = planUndo(changes, records({ id: 'a', version: 3, name: 'C' }), NOW)
    expect(plan.writes).toMatchObject([{ set: { name: 'A' } }])
  })

  it('empties a field that held nothing before', () => {
    const { plan } = planUndo(
      [change(1, { industry: null }, { industry: 'b' })],
      records({ id: 'a', version: 2, industry: 'b' }),
      NOW,
    )
    expect(plan.writes).toMatchObject([{ set: { industry: undefined } }])
  })

  it('takes a new record to the recycle bin when nothing of it was changed', () => {
    const { plan } = planUndo([change(1, null, { name: 'New' })], records({ id: 'a', version: 1, name: 'New' }), NOW)
    expect(plan.writes).toMatchObject([{ set: { deletedAt: NOW } }])
  })

  it('keeps a new record of which something was changed', () => {
    const { plan, result } = planUndo(
      [change(1, null, { name: 'New' })],
      records({ id: 'a', version: 2, name: 'Kept' }),
      NOW,
    )
    expect(plan.writes).toEqual([])
    expect(result.conflicts).toHaveLength(1)
  })

  it('keeps a new record that got something which it was made without', () => {
    const made = change(1, null, { name: 'New' })
    const grown = records({ id: 'a', version: 2, updatedBy: 'user:ola', name: 'New', note: 'Spoke for an hour' })
    const { plan, result } = planUndo([made], grown, NOW)
    expect(plan.writes).toEqual([])
    expect(result.conflicts).toMatchObject([{ field: 'note', current: 'Spoke for an hour', wanted: null }])
    expect(planUndo([made], grown, NOW, undefined, (_, field) => field === 'note').plan.writes).toHaveLength(1)
  })

  it('takes a new record to the recycle bin together with what came to it, where both are undone', () => {
    const changes = [change(1, null, { name: 'New' }), change(2, { note: null }, { note: 'More' })]
    const { plan } = planUndo(changes, records({ id: 'a', version: 2, name: 'New', note: 'More' }), NOW)
    expect(plan.writes).toMatchObject([{ set: { deletedAt: NOW } }])
  })

  it('takes a deleted record back', () => {
    const { plan } = planUndo(
      [change(1, { deletedAt: null }, { deletedAt: NOW })],
      records({ id: 'a', version: 2, deletedAt: NOW }),
      NOW,
    )
    expect(plan.writes).toMatchObject([{ set: { deletedAt: undefined } }])
  })

  it('lists a message that went out as an effect that cannot be called back', () => {
    const sent = change(1, null, { text: 'Hello', direction: 'out' }, 'm', 'message')
    const message = new Map([['message:m', { id: 'm', version: 1, text: 'Hello', direction: 'out' }]])
    expect(planUndo([sent], message, NOW).result.effects).toEqual([{ kind: 'message.sent', at: NOW }])
  })

  it('does nothing for a change whose content was erased', () => {
    const erased = { ...change(1, null, null), erased: true }
    expect(planUndo([erased], records({ id: 'a', version: 1 }), NOW).plan.writes).toEqual([])
  })
})
