import type { ProposedCommand } from '@kith/core'
import { describe, expect, it } from 'vitest'
import { reviewObjects } from '../testing/fake-reviews-model.ts'
import { valuesOfCommands, withValues } from './review-queue-commands.ts'

const labels = { tag: 'Tag', message: 'Message', lostReason: 'Lost because' }
const commands: readonly ProposedCommand[] = [
  { operation: 'update', object: 'lead', id: 'l1', set: { status: 'dismissed', note: 'x', secret: 1 } },
  { operation: 'notify', key: 'k', userId: 'ida', text: 'Look' },
  { operation: 'callWebhook', key: 'k', url: 'https://example.com', payload: { a: 1 } },
  { operation: 'moveDeal', object: 'deal', id: 'd1', input: { stageId: 'won' } },
]
const known = valuesOfCommands(commands, reviewObjects, labels)

describe('valuesOfCommands', () => {
  it('offers the values that people can read and write, under names of their own', () => {
    expect(known.map(({ field, value }) => [field.id, value])).toEqual([
      ['0-status', 'dismissed'],
      ['0-note', 'x'],
      ['1-text', 'Look'],
      ['3-stageId', 'won'],
    ])
  })
})

describe('withValues', () => {
  it('changes values and leaves the deed and everything else as it was proposed', () => {
    const written = { '0-status': 'working', '0-note': null, '1-text': 'Look now' }
    expect(withValues(commands, known, written)).toEqual([
      { operation: 'update', object: 'lead', id: 'l1', set: { status: 'working', note: null, secret: 1 } },
      { operation: 'notify', key: 'k', userId: 'ida', text: 'Look now' },
      commands[2],
      commands[3],
    ])
  })
})
