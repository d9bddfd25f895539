import { describe, expect, it } from 'vitest'
import { daysTo, sayWhen } from './when.ts'

const NOW = new Date(2026, 2, 11, 10, 0).getTime()
const at = (day: number, hour = 14) => new Date(2026, 2, day, hour, 5).toISOString()
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

describe('sayWhen', () => {
  it.each([
    [at(11), 'today 14:05'],
    [at(12), 'tomorrow 14:05'],
    [at(10), 'yesterday 14:05'],
    [at(14), 'Sat 14:05'],
    [at(4), '4 Mar'],
    [at(30), '30 Mar'],
    [new Date(2024, 10, 3).toISOString(), '3 Nov 2024'],
  ])('says %s as people do', (instant, said) => {
    expect(plain(sayWhen(instant, NOW, 'en-GB'))).toBe(said)
  })

  it('says a date without a time, in the reader’s own day', () => {
    expect(sayWhen('2026-03-12', NOW, 'en-GB')).toBe('tomorrow')
    expect(daysTo('2026-03-11', NOW)).toBe(0)
  })

  it('speaks the language of the reader', () => {
    expect(plain(sayWhen(at(12), NOW, 'nb'))).toMatch(/^i morgen 14[.:]05$/)
  })

  it('leaves what is no date as it is', () => {
    expect(sayWhen('soon', NOW, 'en')).toBe('soon')
  })
})
