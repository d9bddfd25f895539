import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ACTIONS } from './index.ts'

describe('actions', () => {
  it('are the files of their folder', () => {
    const files = readdirSync(import.meta.dirname).map((file) => file.replace(/\.ts$/, ''))
    const actions = files.filter((file) => !['index', 'action', 'actions.test'].includes(file))
    expect(Object.keys(ACTIONS).sort()).toEqual(actions.sort())
    for (const [name, kind] of Object.entries(ACTIONS)) expect(kind.name).toBe(name)
  })
})
