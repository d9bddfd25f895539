import { describe, expect, it } from 'vitest'
import { judgeSubmission, type RenderFacts, readRender, signRender } from './spam.ts'

const SECRET = 'a-secret'
const facts: RenderFacts = {
  formId: 'contact',
  formVersion: 3,
  renderedAt: '2026-03-02T09:00:00.000Z',
  consentDigest: 'ab12',
}
const token = signRender(facts, SECRET)
const later = (ms: number) => new Date(Date.parse(facts.renderedAt) + ms).toISOString()

describe('signRender', () => {
  it('is read back with the same secret and form', () => {
    expect(readRender(token, 'contact', SECRET)).toEqual(facts)
  })

  it('is not read with another secret, for another form, or changed', () => {
    expect(readRender(token, 'contact', 'other')).toBeUndefined()
    expect(readRender(token, 'other', SECRET)).toBeUndefined()
    for (let at = 0; at < token.length; at++) {
      const changed = `${token.slice(0, at)}${token[at] === 'a' ? 'b' : 'a'}${token.slice(at + 1)}`
      expect(readRender(changed, 'contact', SECRET)).toBeUndefined()
    }
  })

  it.each(['', '.', 'a.b', '....', 'x'.repeat(200)])('is not read from %j', (text) => {
    expect(readRender(text, 'contact', SECRET)).toBeUndefined()
  })
})

describe('judgeSubmission', () => {
  it.each([
    ['a filled honeypot', { honeypot: 'http://spam', now: later(60_000) }, 'honeypot'],
    ['a forged token', { token: 'forged', now: later(60_000) }, 'forged-token'],
    ['a form filled in within half a second', { token, facts, now: later(499) }, 'too-fast'],
    ['a form open for more than a day', { token, facts, now: later(86_400_001) }, 'too-old'],
    ['no token where one is needed', { tokenNeeded: true, now: later(0) }, 'no-token'],
  ])('suspects %s', (_, evidence, reason) => {
    expect(judgeSubmission(evidence)).toEqual({ suspect: true, reason })
  })

  it.each([
    ['exactly half a second', { token, facts, now: later(500) }],
    ['exactly a day', { token, facts, now: later(86_400_000) }],
    ['an empty honeypot', { honeypot: '', token, facts, now: later(5_000) }],
    ['no token', { now: later(0) }],
  ])('takes %s', (_, evidence) => {
    expect(judgeSubmission(evidence)).toEqual({ suspect: false })
  })
})
