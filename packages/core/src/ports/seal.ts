import { canonicalJson } from '../shared/canonical-json.ts'
import type { ChangeDraft, RecordPut, SealedChange } from './storage.ts'

/** The end of a tenant's log. */
export interface LogHead {
  readonly seq: number
  readonly chain: string
}

/** A number of a series that was given to a field of a record. */
export interface GivenNumber {
  readonly object: string
  readonly id: string
  readonly field: string
  readonly value: number
}

/** The head of a log without entries: the first entry is chained to the tenant's name. */
export function emptyLog(tenant: string): LogHead {
  return { seq: 0, chain: tenant }
}

/**
 * Gives drafts their place in the log: canonical payload, digest and chain as {@link SealedChange} describes them.
 * For stores, so that all of them write the same log.
 *
 * @param input.numbers Numbers given in the same batch; they are written into the drafts of their records.
 * @param input.sha256 Lower-case hex of a text's UTF-8 bytes; `sha256` of core or a faster one of the platform.
 * @throws KithError `INVALID_INPUT` when a draft is not plain JSON
 */
export function sealChanges(input: {
  readonly head: LogHead
  readonly changes: readonly ChangeDraft[]
  readonly numbers?: readonly GivenNumber[]
  readonly sha256: (text: string) => string
}): SealedChange[] {
  let { seq, chain } = input.head
  return input.changes.map((draft) => {
    const { salt, ...content } = withGivenNumbers(draft, input.numbers ?? [])
    const payload = canonicalJson(content)
    const digest = input.sha256(salt + payload)
    seq += 1
    chain = input.sha256(`${chain}\n${seq}\n${digest}`)
    return { seq, object: draft.object, id: draft.id, payload, salt, digest, chain }
  })
}

/** The puts of a batch with the numbers that it was given. */
export function putsWithNumbers(puts: readonly RecordPut[], numbers: readonly GivenNumber[]): readonly RecordPut[] {
  if (numbers.length === 0) return puts
  return puts.map((put) => {
    const given = numbers.filter((number) => number.object === put.object && number.id === put.record.id)
    if (given.length === 0) return put
    const fields = Object.fromEntries(given.map((number) => [number.field, number.value]))
    return { ...put, record: { ...put.record, ...fields } }
  })
}

function withGivenNumbers(draft: ChangeDraft, numbers: readonly GivenNumber[]): ChangeDraft {
  let { before, after } = draft
  for (const { object, id, field, value } of numbers) {
    if (object !== draft.object || id !== draft.id || after === null) continue
    after = { ...after, [field]: value }
    if (before !== null) before = { ...before, [field]: before[field] ?? null }
  }
  return after === draft.after ? draft : { ...draft, before, after }
}
