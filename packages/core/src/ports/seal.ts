import { canonicalJson } from '../shared/canonical-json.ts'
import { KithError } from '../shared/errors.ts'
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

/** The place behind the end of a log for a change with this digest. */
export function nextPlace(head: LogHead, digest: string, sha256: (text: string) => string): LogHead {
  const seq = head.seq + 1
  return { seq, chain: sha256(`${head.chain}\n${seq}\n${digest}`) }
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
  let { head } = input
  return input.changes.map((draft) => {
    const { salt, ...content } = withGivenNumbers(draft, input.numbers ?? [])
    const payload = canonicalJson(content)
    const digest = input.sha256(salt + payload)
    head = nextPlace(head, digest, input.sha256)
    return { seq: head.seq, object: draft.object, id: draft.id, payload, salt, digest, chain: head.chain }
  })
}

/** What can be wrong with an entry of the log: its number, its content, its place in the chain, or whom it names. */
export type ChangeFault = 'gap' | 'digest' | 'chain' | 'record'

/** Why an entry does not go on from where a log ends; undefined where it does. */
export function changeFault(
  entry: SealedChange,
  head: LogHead,
  sha256: (text: string) => string,
): ChangeFault | undefined {
  const place = nextPlace(head, entry.digest, sha256)
  if (entry.seq !== place.seq) return 'gap'
  if (entry.payload !== null && entry.digest !== sha256((entry.salt ?? '') + entry.payload)) return 'digest'
  if (entry.chain !== place.chain) return 'chain'
  return entry.payload !== null && !namesRecord(entry) ? 'record' : undefined
}

/**
 * What a store does with a change that is loaded: `append` it, `erase` the one that it has (it was erased where it comes
 * from), or nothing, because it is `known`. A change that was erased in the store stays erased.
 *
 * @param input.stored Reads the change with the number of this one, which is not after the head.
 * @throws KithError `LOG_BROKEN`
 */
export function placeChange(input: {
  readonly change: SealedChange
  readonly head: LogHead
  readonly stored: () => SealedChange | undefined
  readonly sha256: (text: string) => string
}): 'append' | 'erase' | 'known' {
  const { change, head } = input
  const known = change.seq <= head.seq ? input.stored() : undefined
  const fault = known ? differs(known, change) : changeFault(change, head, input.sha256)
  if (fault) throw new KithError('LOG_BROKEN', { seq: change.seq, reason: REASONS[fault] })
  if (!known) return 'append'
  return change.payload === null && known.payload !== null ? 'erase' : 'known'
}

/** What a change is found by beside its record, from its payload; nothing of one that was erased. */
export function changeKeys(change: SealedChange): {
  readonly correlation: string
  readonly subjects: readonly string[]
} {
  if (change.payload === null) return { correlation: '', subjects: [] }
  const { correlation, subjects } = contentOf(change.payload)
  return { correlation, subjects }
}

let latest: { readonly payload: string; readonly content: ChangeDraft } | undefined

/** What a payload says. A store asks for it again as soon as it has found a place for the change: it is read once. */
function contentOf(payload: string): ChangeDraft {
  if (latest?.payload !== payload) latest = { payload, content: JSON.parse(payload) as ChangeDraft }
  return latest.content
}

const REASONS: Readonly<Record<ChangeFault | 'other', string>> = {
  gap: 'it is not the next one',
  digest: 'its content is not what its digest says',
  chain: 'its chain does not follow from the one before',
  record: 'its content is about another record',
  other: 'there is another change with this number',
}

function differs(known: SealedChange, change: SealedChange): 'other' | undefined {
  return known.chain !== change.chain || known.digest !== change.digest ? 'other' : undefined
}

function namesRecord(entry: SealedChange): boolean {
  const { object, id } = contentOf(entry.payload as string)
  return object === entry.object && id === entry.id
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
