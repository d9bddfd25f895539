/** What is to be read before some rules are evaluated: the parts of `RuleState`. */
export interface RuleNeeds {
  /** Ids of teams. */
  readonly teams: readonly string[]
  /** Who has how much to do. */
  readonly load: boolean
  /** Ids of users. */
  readonly users: readonly string[]
  /** The owner of the record, or of a record that it points to, and that owner's manager. */
  readonly owner: boolean
  readonly territories: boolean
  readonly pipelines: boolean
  readonly functions: boolean
  readonly consents: boolean
}

const NOTHING: RuleNeeds = {
  teams: [],
  load: false,
  users: [],
  owner: false,
  territories: false,
  pipelines: false,
  functions: false,
  consents: false,
}

/** The needs of several things at once; each id once. */
export function joinNeeds(needs: readonly Partial<RuleNeeds>[]): RuleNeeds {
  const ids = (of: 'teams' | 'users') => [...new Set(needs.flatMap((one) => one[of] ?? []))]
  const flags = Object.keys(NOTHING).filter((key) => key !== 'teams' && key !== 'users') as (keyof RuleNeeds)[]
  const any = Object.fromEntries(flags.map((key) => [key, needs.some((one) => one[key] === true)]))
  return { ...NOTHING, ...any, teams: ids('teams'), users: ids('users') }
}
