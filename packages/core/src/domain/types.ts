import type { Model } from '../schema/model.ts'
import type { StoredRecord } from '../schema/record.ts'

/** Who acts. */
export interface Actor {
  readonly kind: 'user' | 'visitor' | 'customer' | 'service' | 'rule'
  readonly id: string
}

/** Everything from outside that an operation may use. Same state, input and context: same plan. */
export interface OperationContext {
  /** Instant, ISO 8601 UTC with milliseconds. */
  readonly now: string
  /** Next id, a UUIDv7 of `now`; given again in the same order when a plan is made again. */
  readonly newId: () => string
  readonly actor: Actor
  readonly model: Model
  /** IANA zone, BCP 47 locale and ISO 4217 base currency of the tenant. */
  readonly zone: string
  readonly locale: string
  readonly baseCurrency: string
}

/** What an operation gives a new record: the engine adds version, times, actor, access keys. */
export type NewRecord = Readonly<Record<string, unknown>> & { readonly id: string }

/** One record to be written. */
export type Write =
  | { readonly kind: 'create'; readonly object: string; readonly record: NewRecord }
  /** `set`: new values of fields; undefined or null empties a field. `before` is the record as the operation read it. */
  | {
      readonly kind: 'update'
      readonly object: string
      readonly before: StoredRecord
      readonly set: Readonly<Record<string, unknown>>
    }

/** Something that happened, in the past tense: what rules and hooks listen to. */
export interface DomainEvent {
  /** `lead.captured`, `deal.moved`, `record.created`… */
  readonly type: string
  readonly object: string
  readonly id: string
  /** What the event adds to the record: `{ from: 'new', to: 'offer' }`. */
  readonly data?: Readonly<Record<string, unknown>>
}

/** What is to happen, as data. Only the engine carries it out, in one commit. */
export interface Plan {
  readonly writes: readonly Write[]
  readonly events: readonly DomainEvent[]
  /** Records that were only read and must not have changed meanwhile. */
  readonly reliesOn?: readonly { readonly object: string; readonly record: StoredRecord }[]
  /** Claims beside those of unique fields. */
  readonly claims?: readonly {
    readonly space: string
    readonly key: string
    readonly object: string
    readonly id: string
  }[]
  /** Claims of `claims` that end: a converted lead no longer holds its place as the open one of its address. */
  readonly releases?: readonly { readonly space: string; readonly key: string; readonly id: string }[]
  /** Human numbers: field of a created record that gets the next of a series. */
  readonly numbers?: readonly {
    readonly series: string
    readonly object: string
    readonly id: string
    readonly field: string
  }[]
  /** Work for later: `kind` is a job of the engine, `dueAt` an instant. */
  readonly jobs?: readonly {
    readonly kind: string
    readonly key: string
    readonly dueAt: string
    readonly payload: unknown
  }[]
  /** Stored roll-ups that move by an amount without being read. */
  readonly adds?: readonly {
    readonly object: string
    readonly id: string
    readonly field: string
    readonly by: number
  }[]
}
