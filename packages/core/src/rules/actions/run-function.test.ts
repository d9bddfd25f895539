import { describe, expect, it } from 'vitest'
import { refusedAt, sayIt, tryAction } from '../rules.fixture.ts'

const run = { do: 'run-function', name: 'sendParcel', input: { size: 2 } } as const

describe('run-function', () => {
  it('is data: name, key, record and input', () => {
    const state = { functions: { sendParcel: { weight: 'routine' } } } as const
    const about = { object: 'lead', id: 'lead-1' }
    expect(tryAction(run, { state, context: { run: 'job-1' } }).commands).toEqual([
      { operation: 'runFunction', key: 'r@3:0:lead:lead-1:job-1', name: 'sendParcel', about, input: { size: 2 } },
    ])
  })

  it('waits for a person where the host calls it heavy, or does not know it', () => {
    const heavy = { functions: { sendParcel: { weight: 'heavy' } } } as const
    expect(tryAction(run, { state: heavy }).commands[0]).toMatchObject({ operation: 'proposeReview' })
    expect(tryAction(run).commands[0]).toMatchObject({ operation: 'proposeReview' })
    const inherited = { do: 'run-function', name: 'toString' } as const
    expect(tryAction(inherited, { state: { functions: {} } }).commands[0]).toMatchObject({ operation: 'proposeReview' })
  })

  it('is said, and its name is no code', () => {
    expect(sayIt(run)).toBe('propose to a person: run the function “sendParcel”')
    expect(refusedAt([{ do: 'run-function', name: 'a(b)' }])).toBe('/rules/r/then/0/name')
  })
})
