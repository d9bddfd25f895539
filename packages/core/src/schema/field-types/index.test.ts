import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { FIELD_TYPES, isFieldType } from './index.ts'
import { FIELD_PARSERS } from './parse.ts'

const files = readdirSync(import.meta.dirname)
const named = (ending: RegExp) => files.filter((name) => ending.test(name)).map((name) => name.replace(ending, ''))

describe('field types', () => {
  it('are all in the registry, one file each', () => {
    const others = ['index', 'parse', 'parser', 'field-type']
    const types = named(/(?<!\.parse|\.test)\.ts$/).filter((name) => !others.includes(name))
    expect(types.sort()).toEqual(Object.keys(FIELD_TYPES).sort())
  })

  it('have a parser each, but the roll-up, which has that of its values', () => {
    expect(named(/\.parse\.ts$/).sort()).toEqual(Object.keys(FIELD_PARSERS).sort())
    expect([...Object.keys(FIELD_PARSERS), 'rollup'].sort()).toEqual(Object.keys(FIELD_TYPES).sort())
  })

  it('are told from other words', () => {
    expect(isFieldType('text')).toBe(true)
    expect(['constructor', '__proto__', 'Text', '', 5].some(isFieldType)).toBe(false)
  })
})
