import { describe, expect, it } from 'vitest'
import { KithError } from '../../shared/errors.ts'
import type { Command } from '../commands.ts'
import { model } from '../rules.fixture.ts'
import { describeNotDone, describeRefusal, describeSkip } from './describe-refusal.ts'

const update: Command = { operation: 'update', object: 'lead', id: 'lead-1', set: { status: 'x' } }
const badStatus = new KithError('INVALID_INPUT', {
  issues: [
    { path: '/set/status', code: 'option', message: '' },
    { path: '/set/status', code: 'option', message: '' },
  ],
})

describe('what was not done', () => {
  it.each([
    ['en', 'this cannot be used: Status', 'a lead is changed: not done, because this cannot be used: Status'],
    ['nb', 'dette ikke kan brukes: Status', 'a lead is changed: ikke gjort, fordi dette ikke kan brukes: Status'],
    [
      'nl',
      'dit niet gebruikt kan worden: Status',
      'a lead is changed: niet gedaan, omdat dit niet gebruikt kan worden: Status',
    ],
    ['pl', 'tego nie można użyć: Status', 'a lead is changed: nie wykonano, ponieważ tego nie można użyć: Status'],
    ['tr', 'şunlar kullanılamıyor: Status', 'a lead is changed: yapılmadı, neden: şunlar kullanılamıyor: Status'],
    [
      'ms',
      'ini tidak boleh digunakan: Status',
      'a lead is changed: tidak dilakukan, kerana ini tidak boleh digunakan: Status',
    ],
  ])('is said with its reason in %s', (locale, reason, whole) => {
    const why = describeRefusal(badStatus, update, model, locale)
    expect(why).toBe(reason)
    expect(describeNotDone('a lead is changed', why, model, locale)).toBe(whole)
  })

  it('says which condition keeps a deal in its stage, and any other code as it is', () => {
    const unmet = new KithError('STAGE_EXIT_UNMET', { reason: 'Amount is filled in' })
    expect(describeRefusal(unmet, update, model, 'en')).toMatch(/before this holds: Amount is filled in$/)
    expect(describeRefusal(new KithError('FORBIDDEN'), update, model, 'en')).toBe('it is not possible (FORBIDDEN)')
  })

  it.each([
    ['en', 'step 2 does nothing, because nobody is available'],
    ['nb', 'steg 2 gjør ingenting, fordi ingen er tilgjengelig'],
    ['nl', 'stap 2 doet niets, omdat niemand beschikbaar is'],
    ['pl', 'krok 2 nic nie robi, ponieważ nikt nie jest dostępny'],
    ['tr', '2. adım hiçbir şey yapmıyor, neden: uygun kimse yok'],
    ['ms', 'langkah 2 tidak melakukan apa-apa, kerana tiada sesiapa tersedia'],
  ])('says in %s why a step did nothing', (locale, said) => {
    expect(describeSkip({ at: 1, reason: 'nobody-available' }, model, locale)).toBe(said)
  })
})
