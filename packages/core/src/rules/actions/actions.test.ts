import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ACTIONS } from './index.ts'

describe('actions', () => {
  it('are the files of their folder', () => {
    const files = readdirSync(import.meta.dirname).map((file) => file.replace(/\.ts$/, ''))
    const actions = files.filter((file) => !['index', 'action'].includes(file) && !file.endsWith('.test'))
    expect(Object.keys(ACTIONS).sort()).toEqual(actions.sort())
    for (const [name, kind] of Object.entries(ACTIONS)) expect(kind.name).toBe(name)
  })

  it('have a test each', () => {
    const files = readdirSync(import.meta.dirname)
    for (const name of Object.keys(ACTIONS)) expect(files).toContain(`${name}.test.ts`)
  })
})
