import type { Actor, Change } from '../ports/crm-api.ts'
import type { SealedChange } from '../ports/storage.ts'

/** A log entry as people and programs read it. The content of an erased one is gone. */
export function parseChange(sealed: SealedChange): Change {
  if (sealed.payload === null) {
    const actor: Actor = { kind: 'service', id: 'erased' }
    return {
      seq: sealed.seq,
      at: '',
      actor,
      cause: '',
      correlation: '',
      object: sealed.object,
      id: sealed.id,
      before: null,
      after: null,
      erased: true,
    }
  }
  const payload = JSON.parse(sealed.payload) as Omit<Change, 'seq'>
  const { at, actor, cause, correlation, source, before, after } = payload
  return {
    seq: sealed.seq,
    at,
    actor,
    cause,
    correlation,
    ...(source ? { source } : {}),
    object: sealed.object,
    id: sealed.id,
    before,
    after,
  }
}
