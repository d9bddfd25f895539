import type { PipelineState } from '../domain/pipeline/pipeline.operations.ts'
import type { WorkingCalendar } from '../domain/tenant/tenant.schema.ts'
import type { Lookup } from '../filter/compile.ts'
import type { UncheckedFilter } from '../filter/types.ts'

/** What rules know of the world beside the record; read before, so that evaluating is pure. `needsOf` says what a rule needs. */
export interface RuleState {
  /** Teams by id. */
  readonly teams?: Readonly<Record<string, RuleTeam>>
  /** Users by id: those that rules name, the owner of the record and the owner's manager. */
  readonly users?: Readonly<Record<string, RuleMember>>
  /** Open work by user id: open leads, deals and activities. */
  readonly load?: Readonly<Record<string, number>>
  /** In the order in which they are tried. */
  readonly territories?: readonly RuleTerritory[]
  /** Pipelines by id. */
  readonly pipelines?: Readonly<Record<string, PipelineState>>
  /** Functions that the host registered, by name. */
  readonly functions?: Readonly<Record<string, RuleFunction>>
  /** Consents of the person that the record is about. */
  readonly consents?: readonly RuleConsent[]
  /** Of the tenant. Default: Monday to Friday, 09:00 to 17:00. */
  readonly calendar?: WorkingCalendar | undefined
  /** Records that conditions over relations look at. */
  readonly lookup?: Lookup | undefined
}

/** A team as rules see it. */
export interface RuleTeam {
  /** How often work was given out in turn; the field `rotation` of the team. */
  readonly rotation: number
  readonly members: readonly RuleMember[]
}

/**
 * A user as rules see them. Who is away, not active, deleted, or whose credential (any field of that type) has expired,
 * gets nothing.
 */
export interface RuleMember {
  readonly id: string
  readonly active?: boolean | undefined
  readonly away?: boolean | undefined
  readonly managerId?: string | undefined
  readonly [field: string]: unknown
}

/** A territory as rules see it: its people get the records that meet `where`. */
export interface RuleTerritory {
  readonly id: string
  readonly where?: UncheckedFilter | undefined
  readonly users: readonly RuleMember[]
}

/** A consent as rules see it. */
export interface RuleConsent {
  readonly purpose: string
  readonly channel?: string | undefined
  readonly state: 'given' | 'withdrawn'
}

/** A function of the host: what rules may call by name. `heavy` waits for a person; so does one that is not known. */
export interface RuleFunction {
  readonly weight: 'routine' | 'heavy'
}
