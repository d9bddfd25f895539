import { describe, expect, it } from 'vitest'
import type { Issue } from '../shared/errors.ts'
import { parseFieldDefinition } from './field-definition.ts'

const told = (input: unknown) => {
  try {
    parseFieldDefinition(input)
  } catch (error) {
    const { code, details } = error as { code: string; details: { issues?: Issue[]; path?: string } }
    return details.issues ? details.issues.map((issue) => `${issue.path} ${issue.code}`) : `${code} ${details.path}`
  }
  return 'taken'
}

describe('parseFieldDefinition', () => {
  it('takes a definition as it is', () => {
    const definition = {
      type: 'select',
      label: { en: 'Size', nb: 'Størrelse' },
      options: [{ id: 's', label: 'Small' }, { id: 'm' }],
      personal: { purpose: 'sales' },
      indexed: true,
    }
    expect(parseFieldDefinition(definition)).toEqual(definition)
  })

  it.each([
    [null, [' type']],
    ['text', [' type']],
    [{}, ['/type option']],
    [{ type: 'colour' }, ['/type option']],
    [{ type: 'text', readOnly: true }, ['/readOnly unknown-field']],
    [{ type: 'text', inheritsAccess: true }, ['/inheritsAccess unknown-field']],
    [JSON.parse('{"type":"text","__proto__":{"a":1}}'), ['/__proto__ unknown-field']],
    [{ type: 'text', required: 'yes' }, ['/required type']],
    [{ type: 'text', maxLength: 0 }, ['/maxLength too-small']],
    [{ type: 'select', options: ['a'] }, ['/options/0 type']],
    [{ type: 'text', custom: true }, 'taken'],
    [{ type: 'select' }, 'INVALID_DEFINITION /options'],
    [{ type: 'relation' }, 'INVALID_DEFINITION /to'],
    [{ type: 'boolean', many: true }, 'INVALID_DEFINITION /many'],
    [{ type: 'number', min: 2, max: 1 }, 'INVALID_DEFINITION /min'],
  ])('answers %j with %j', (input, answer) => expect(told(input)).toEqual(answer))
})
