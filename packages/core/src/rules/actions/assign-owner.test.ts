import { describe, expect, it } from 'vitest'
import { standardObjects } from '../../domain/index.ts'
import { credential } from '../../schema/fields.ts'
import { createModel } from '../../schema/model.ts'
import { aCompany, aContact, aLead, aTicket } from '../../testing/builders.ts'
import { context, refusedAt, sayIt, state, tryAction } from '../rules.fixture.ts'
import type { RuleMember, RuleState } from '../state.ts'
import type { AssignOwner } from './assign-owner.ts'

const team = (rotation: number, ...members: readonly RuleMember[]): RuleState => ({
  teams: { 'inside-sales': { rotation, members } },
})
const called = (...ids: readonly string[]) => ids.map((id) => ({ id }))
const inTurn: AssignOwner = { do: 'assign-owner', strategy: 'round-robin', team: 'inside-sales' }
const ownerOf = (action: AssignOwner, tried: Parameters<typeof tryAction>[1] = {}) => {
  const [first] = tryAction(action, tried).commands
  return first?.operation === 'assign' ? first.input.ownerId : undefined
}

describe('assign-owner, in turn', () => {
  it('goes round all members in the same order, whatever order they came in', () => {
    const owners = [0, 1, 2, 3].map((turn) => ownerOf(inTurn, { state: team(turn, ...called('ola', 'ida', 'per')) }))
    expect(owners).toEqual(['ida', 'ola', 'per', 'ida'])
  })

  it('counts the turn', () => {
    const { commands } = tryAction(inTurn, { state: team(0, { id: 'ida' }) })
    expect(commands).toEqual([
      { operation: 'assign', object: 'lead', id: 'lead-1', input: { ownerId: 'ida', teamId: 'inside-sales' } },
      { operation: 'add', object: 'team', id: 'inside-sales', field: 'rotation', by: 1 },
    ])
  })

  it('passes over who is away, not active or gone', () => {
    const members = [{ id: 'a', away: true }, { id: 'b', active: false }, { id: 'c', deletedAt: 'x' }, { id: 'd' }]
    expect(ownerOf(inTurn, { state: team(0, ...members) })).toBe('d')
  })

  it('passes over whose credential expired, in the zone of the tenant', () => {
    const licensed = createModel(standardObjects, { user: { licence: credential({ many: true }) } })
    const until = (...days: readonly string[]) => ({
      licence: days.map((validUntilOn) => ({ number: '1', validUntilOn })),
    })
    const pick = (...members: readonly RuleMember[]) =>
      ownerOf(inTurn, { state: team(0, ...members), context: { model: licensed, now: '2026-03-02T23:30:00.000Z' } })
    expect(pick({ id: 'a', ...until('2026-03-02') }, { id: 'b' })).toBe('b')
    expect(pick({ id: 'a', ...until('2026-03-03') }, { id: 'b' })).toBe('a')
    expect(pick({ id: 'a', ...until('2020-01-01', '2030-01-01') }, { id: 'b' })).toBe('a')
    expect(pick({ id: 'a', ...until('2026-03-02') })).toBeUndefined()
    expect(context.model).not.toBe(licensed)
  })

  it('leaves a record with its owner, unless it is told to reassign', () => {
    const record = aLead({ ownerId: 'eva' })
    expect(tryAction(inTurn, { record }).skipped).toEqual([{ at: 0, reason: 'has-owner' }])
    expect(ownerOf({ ...inTurn, reassign: true }, { record, state: team(0, { id: 'ida' }) })).toBe('ida')
  })
})

describe('assign-owner', () => {
  it('gives to who has the least to do, the first of equals', () => {
    const least: AssignOwner = { do: 'assign-owner', strategy: 'least-loaded', team: 'inside-sales' }
    const load = { ida: 4, ola: 2, per: 2 }
    expect(ownerOf(least, { state: { ...team(0, ...called('ida', 'ola', 'per')), load } })).toBe('ola')
  })

  it('gives to one person, unless that person is away', () => {
    const fixed: AssignOwner = { do: 'assign-owner', strategy: 'fixed', owner: 'ida' }
    expect(ownerOf(fixed)).toBe('ida')
    expect(tryAction(fixed, { state: { users: { ida: { id: 'ida', away: true } } } }).skipped).toEqual([
      { at: 0, reason: 'nobody-available' },
    ])
  })

  it('gives to who looks after the first territory that the record or its company lies in', () => {
    const territory: AssignOwner = { do: 'assign-owner', strategy: 'territory' }
    const territories = [
      { id: 'bergen', where: { addresses: { some: { city: 'Bergen' } } }, users: called('per') },
      { id: 'oslo', where: { addresses: { some: { city: 'Oslo' } } }, users: called('ola', 'ida') },
    ]
    const company = aCompany({ addresses: [{ value: { city: 'Oslo' } }] })
    const lookup = { get: () => company, linked: () => [] }
    const given = { territories, lookup, load: { ola: 0, ida: 3 } }
    expect(ownerOf(territory, { record: aLead({ companyId: company.id }), state: given })).toBe('ola')
    expect(ownerOf(territory, { record: aLead(), state: given })).toBeUndefined()
    const there = aContact({ addresses: [{ value: { city: 'Bergen' } }] })
    expect(ownerOf(territory, { object: 'contact', record: there, state: given })).toBe('per')
  })

  it('gives to the manager of the owner of the record, or of its contact', () => {
    const manager: AssignOwner = { do: 'assign-owner', strategy: 'manager', reassign: true }
    const record = aTicket({ ownerId: 'ida' })
    expect(ownerOf(manager, { object: 'ticket', record })).toBe('eva')
    const lookup = { get: () => aContact({ ownerId: 'ida' }), linked: () => [] }
    const complaint = aTicket({ contactId: 'contact-1' })
    expect(
      ownerOf({ ...manager, of: 'contact' }, { object: 'ticket', record: complaint, state: { ...state, lookup } }),
    ).toBe('eva')
    expect(ownerOf(manager, { object: 'ticket', record: aTicket() })).toBeUndefined()
  })

  it('is said', () => {
    expect(sayIt(inTurn)).toBe('give it to the members of Inside sales in turn, if nobody has it')
    expect(sayIt({ do: 'assign-owner', strategy: 'fixed', owner: 'ida', reassign: true })).toBe('give it to Ida Berg')
    expect(sayIt({ do: 'assign-owner', strategy: 'manager', of: 'contact', reassign: true })).toBe(
      'give it to the manager of the owner of its contact',
    )
    expect(sayIt({ ...inTurn, strategy: 'least-loaded' }, 'lead', 'nb')).toBe(
      'gi den til den i Inside sales som har minst å gjøre, hvis ingen har den',
    )
  })

  it('needs what its strategy needs', () => {
    expect(refusedAt([{ do: 'assign-owner', strategy: 'fixed' } as never])).toBe('/rules/r/then/0/owner')
  })
})
