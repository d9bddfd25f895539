import { describe, expect, it } from 'vitest'
import { refusedAt, sayIt, tryAction } from '../rules.fixture.ts'

const url = 'https://example.com/hooks/crm'

describe('call-webhook', () => {
  it('is data: address, event, key, and the fields that are named', () => {
    const plan = tryAction({ do: 'call-webhook', url, fields: ['status', 'phone'] }, { context: { run: 'job-1' } })
    expect(plan.commands).toEqual([
      {
        operation: 'callWebhook',
        key: 'r@3:0:lead:lead-1:job-1',
        url,
        event: 'rule.fired',
        payload: {
          rule: { id: 'r', version: 3 },
          event: 'lead.touched',
          object: 'lead',
          id: 'lead-1',
          record: { status: 'new', phone: null },
        },
      },
    ])
  })

  it.each([
    'http://example.com',
    'https://user:pass@example.com/',
    'file:///etc/passwd',
    'https://',
    'javascript:alert(1)',
  ])('refuses %s', (bad) => {
    expect(refusedAt([{ do: 'call-webhook', url: bad }])).toBe('/rules/r/then/0/url')
  })

  it('refuses a field that is not there', () => {
    expect(refusedAt([{ do: 'call-webhook', url, fields: ['nope'] }])).toBe('/rules/r/then/0/fields/0')
  })

  it('is said', () => {
    expect(sayIt({ do: 'call-webhook', url })).toBe(`call “${url}”`)
  })
})
