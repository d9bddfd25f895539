import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { emptyLog, putsWithNumbers, sealChanges } from './seal.ts'
import type { ChangeDraft } from './storage.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

const draft = (over: Partial<ChangeDraft> = {}): ChangeDraft => ({
  at: '2026-03-01T09:00:00.000Z',
  actor: { kind: 'user', id: 'u1' },
  cause: 'create',
  correlation: 'c1',
  configVersion: 1,
  object: 'contact',
  id: 'k1',
  subjects: ['contact:k1'],
  before: null,
  after: { name: 'Åse' },
  salt: 'ab'.repeat(16),
  ...over,
})

describe('sealChanges', () => {
  it('digests salt and canonical payload, and chains to the name of the tenant first', () => {
    const [sealed] = sealChanges({ head: emptyLog('t1'), changes: [draft()], sha256 })
    const payload =
      '{"actor":{"id":"u1","kind":"user"},"after":{"name":"Åse"},"at":"2026-03-01T09:00:00.000Z","before":null,' +
      '"cause":"create","configVersion":1,"correlation":"c1","id":"k1","object":"contact","subjects":["contact:k1"]}'
    const digest = sha256('ab'.repeat(16) + payload)
    expect(sealed).toEqual({
      seq: 1,
      object: 'contact',
      id: 'k1',
      payload,
      salt: 'ab'.repeat(16),
      digest,
      chain: sha256(`t1\n1\n${digest}`),
    })
  })

  it('goes on from the head', () => {
    const all = sealChanges({ head: emptyLog('t1'), changes: [draft(), draft({ id: 'k2' })], sha256 })
    const [first] = sealChanges({ head: emptyLog('t1'), changes: [draft()], sha256 })
    const [second] = sealChanges({ head: first as never, changes: [draft({ id: 'k2' })], sha256 })
    expect([first, second]).toEqual(all)
  })

  it('writes given numbers into the change of their record only', () => {
    const numbers = [{ object: 'contact', id: 'k1', field: 'number', value: 7 }]
    const sealed = sealChanges({ head: emptyLog('t1'), changes: [draft(), draft({ id: 'k2' })], numbers, sha256 })
    expect(sealed.map((change) => JSON.parse(change.payload as string).after.number)).toEqual([7, undefined])
  })

  it('says that a numbered field of an updated record held nothing before', () => {
    const numbers = [{ object: 'contact', id: 'k1', field: 'number', value: 7 }]
    const changes = [draft({ before: { name: 'A' }, after: { name: 'B' } })]
    const [sealed] = sealChanges({ head: emptyLog('t1'), changes, numbers, sha256 })
    expect(JSON.parse(sealed?.payload as string)).toMatchObject({ before: { number: null }, after: { number: 7 } })
  })

  it('refuses what is not plain JSON', () => {
    const seal = () => sealChanges({ head: emptyLog('t1'), changes: [draft({ after: { at: new Date(0) } })], sha256 })
    expect(seal).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
  })
})

describe('putsWithNumbers', () => {
  it('leaves the argument as it was', () => {
    const puts = [{ object: 'contact', record: { id: 'k1', version: 1 } }]
    const numbered = putsWithNumbers(puts, [{ object: 'contact', id: 'k1', field: 'number', value: 7 }])
    expect(numbered).toEqual([{ object: 'contact', record: { id: 'k1', version: 1, number: 7 } }])
    expect(puts).toEqual([{ object: 'contact', record: { id: 'k1', version: 1 } }])
  })
})
