import { describe, expect, it } from 'vitest'
import { NOW } from './builders.ts'
import { fakeClock } from './fake-clock.ts'

describe('fakeClock', () => {
  it('stands still until it is moved', () => {
    const clock = fakeClock()
    expect([clock.now(), clock.now()]).toEqual([NOW, NOW])
  })

  it('moves on by a duration and says where it is', () => {
    const clock = fakeClock('2026-03-02T09:00:00.000Z')
    expect(clock.advance({ days: 1, minutes: 5 })).toBe('2026-03-03T09:05:00.000Z')
    expect(clock.now()).toBe('2026-03-03T09:05:00.000Z')
  })

  it('goes back when it is set', () => {
    const clock = fakeClock()
    clock.set('2020-01-01T00:00:00.000Z')
    expect(clock.now()).toBe('2020-01-01T00:00:00.000Z')
  })

  it('refuses what is no instant', () => {
    expect(() => fakeClock('yesterday')).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
  })
})
