import type { SaidRun, SimulationReport } from '../../ports/rules-api.ts'
import type { Command } from '../../rules/commands.ts'
import { describeCommand, describeDeed } from '../../rules/describe/describe-command.ts'
import { describeNotDone, describeSkip } from '../../rules/describe/describe-refusal.ts'
import { RULE_LIMITS } from '../../rules/limits.ts'
import {
  compareInSteps,
  type RuleDiff,
  type SimulatedRun,
  type SimulatedStop,
  type SimulationResult,
} from '../../rules/simulate/index.ts'
import type { StoredRecord } from '../../schema/record.ts'
import { createBreather } from '../platform.ts'
import type { Session } from '../session.ts'
import { type Speaker, shownConditions } from './say.ts'
import { requireGoingOn, runInTurns } from './turns.ts'

const MOST_RUNS = 2_000

/** What one or two simulations of the same past came to. */
interface Outcome {
  readonly from: string
  readonly to: string
  readonly changes: number
  readonly result: SimulationResult
  /** Of the rules that were tried instead. */
  readonly other: SimulationResult | undefined
  /** The past was read to its end. */
  readonly complete: boolean
}

/** What came out, in words, as far as the caller may know it. */
export async function reportOf(
  session: Session,
  speaker: Speaker,
  outcome: Outcome,
  signal: AbortSignal | undefined,
): Promise<SimulationReport> {
  const { from, to, changes, result, other, complete } = outcome
  const sight = await createSight(session, result)
  const visible = await firstOf(result.runs, sight.sees, signal)
  const breathe = createBreather()
  const runs: SaidRun[] = []
  for (const run of visible.first) {
    requireGoingOn(signal)
    runs.push(await sayRun(session, speaker, run, sight))
    await breathe()
  }
  const diff = other && (await runInTurns(compareInSteps(result, other), signal, () => {}))
  const differences = diff && (await differencesOf(session, diff, sight, signal))
  return {
    from,
    to,
    changes,
    runs,
    more: visible.more,
    tallies: Object.entries(result.rules).map(([ruleId, tally]) => ({ ruleId, ...tally })),
    stops: result.stops.slice(0, RULE_LIMITS.evaluations).map(saidStop),
    ...(differences ? { differences } : {}),
    complete: complete && result.complete && (other?.complete ?? true),
  }
}

function saidStop({ at, object, id, reason, message, loop }: SimulatedStop): SimulationReport['stops'][number] {
  return {
    at,
    object,
    id,
    reason,
    ...(message === undefined ? {} : { message }),
    ...(loop ? { loop: loop.cycle.map((link) => link.id) } : {}),
  }
}

/** As many as are shown of those that pass, and whether there are more. */
async function firstOf<One>(
  all: readonly One[],
  passes: (one: One) => boolean,
  signal: AbortSignal | undefined,
): Promise<{ readonly first: readonly One[]; readonly more: boolean }> {
  const breathe = createBreather()
  const first: One[] = []
  for (const one of all) {
    requireGoingOn(signal)
    await breathe()
    if (!passes(one)) continue
    if (first.length === MOST_RUNS) return { first, more: true }
    first.push(one)
  }
  return { first, more: false }
}

/** What the caller may know of the records of a simulation. */
interface Sight {
  sees(of: { readonly object: string; readonly id: string }): boolean
  /** Some field of the object is masked: what is said freely of its records may hold it. */
  isMasked(object: string): boolean
}

async function createSight({ access, state }: Session, { runs, end }: SimulationResult): Promise<Sight> {
  const breathe = createBreather()
  const tables = new Map<string, Map<string, StoredRecord>>()
  for (const object of new Set(runs.map((run) => run.object))) {
    const table = new Map<string, StoredRecord>()
    tables.set(object, table)
    for (const record of end[object] ?? []) {
      table.set(record.id, record)
      await breathe()
    }
  }
  return {
    sees({ object, id }) {
      if (!state.model.objects.has(object)) return false
      const of = access.of(object)
      const record = tables.get(object)?.get(id)
      return of.actions.has('read') && record !== undefined && of.allows('read', record)
    },
    isMasked: (object) => access.of(object).masked.size > 0,
  }
}

async function sayRun(session: Session, speaker: Speaker, run: SimulatedRun, sight: Sight): Promise<SaidRun> {
  const { at, rule, object, id, title, conditions, waitsUntil, chain, commands, refused } = run
  const { model } = session.state
  const definition = model.objects.get(object)
  const showsTitle = title !== undefined && definition && session.access.of(object).canSee(definition.title)
  const isMasked = sight.isMasked(object)
  const done = commands.filter((_, index) => !refused.some((one) => one.at === index))
  const shown = isMasked ? done.flatMap((one) => masked(session, one)) : done
  const said = isMasked
    ? await speaker.say((options) => shown.map((one) => describeCommand(one, model, speaker.locale, options)))
    : run.said
  const deeds = await speaker.say((options) =>
    shown.flatMap((one) => describeDeed(one, model, speaker.locale, options) ?? []),
  )
  const failed = await speaker.say((options) =>
    (isMasked ? [] : refused).map(({ at, reason }) => {
      const deed = describeDeed(commands[at] as Command, model, speaker.locale, options)
      const notDone = (clause = '—') => describeNotDone(clause, reason, model, speaker.locale)
      return { said: notDone(deed?.said), alike: notDone(deed?.alike) }
    }),
  )
  return {
    at,
    ruleId: rule.id,
    ruleVersion: rule.version,
    object,
    id,
    ...(showsTitle ? { title } : {}),
    said: said.filter((clause) => clause !== ''),
    deeds: [...deeds, ...failed],
    skipped: run.skipped.map((skip) => describeSkip(skip, model, speaker.locale)),
    conditions: shownConditions(session, object, conditions),
    ...(waitsUntil === undefined ? {} : { waitsUntil }),
    chain: chain.map((link) => link.id),
    review: commands.some(({ operation }) => operation === 'proposeReview'),
  }
}

/** A command without what is masked for the caller: values of fields, and texts that were filled with them. */
function masked({ access }: Session, command: Command): readonly Command[] {
  switch (command.operation) {
    case 'update': {
      const { canSee } = access.of(command.object)
      const set = Object.fromEntries(Object.entries(command.set).filter(([field]) => canSee(field)))
      return Object.keys(set).length > 0 ? [{ ...command, set }] : []
    }
    case 'logActivity': {
      const { kind, dueAt } = command.input
      return [{ ...command, input: { kind, ...(dueAt === undefined ? {} : { dueAt }) } }]
    }
    case 'notify':
      return [{ ...command, text: '…' }]
    case 'proposeReview':
      return [{ ...command, input: { ...command.input, title: '…' } }]
    default:
      return [command]
  }
}

async function differencesOf(
  { state, access }: Session,
  { differences }: RuleDiff,
  sight: Sight,
  signal: AbortSignal | undefined,
): Promise<NonNullable<SimulationReport['differences']>> {
  const { first } = await firstOf(differences, (one) => !sight.isMasked(one.object) && sight.sees(one), signal)
  return first.map(({ object, id, title, before, after }) => {
    const definition = state.model.objects.get(object)
    const shows = title !== undefined && definition && access.of(object).canSee(definition.title)
    return { object, id, ...(shows ? { title } : {}), before, after }
  })
}
