import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const code = readFileSync(join(import.meta.dirname, 'journal-storage.ts'), 'utf8')
const guide = readFileSync(join(import.meta.dirname, '../../docs/write-a-storage-adapter.md'), 'utf8')

describe('the guide for authors of storage adapters', () => {
  it('shows the adapter that passes the contract, letter for letter', () => {
    const blocks = [...guide.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, block]) => block)
    expect(blocks).toContain(code)
  })

  it('shows one of under 150 lines', () => {
    expect(code.trimEnd().split('\n').length).toBeLessThan(150)
  })
})
