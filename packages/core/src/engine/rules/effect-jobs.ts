import { sameValue } from '../../domain/plan.ts'
import type { Write } from '../../domain/types.ts'
import type { CrmApi } from '../../ports/crm-api.ts'
import { isDecision } from '../../rules/actions/set-fields.ts'
import type { RecordRef } from '../../rules/commands.ts'
import { KithError } from '../../shared/errors.ts'
import { createApi } from '../api.ts'
import type { Committer } from '../committer.ts'
import type { JobHandler } from '../jobs.ts'
import { withinSeconds } from '../platform.ts'
import type { Engine } from '../session.ts'
import { EFFECT_JOBS, type EffectPayload } from './command-plan.ts'

/** What a function of the host is called with. */
export interface HostCall {
  /** The same each time this call is made again: act once for each. */
  readonly key: string
  readonly tenant: string
  readonly about: RecordRef
  readonly input: Readonly<Record<string, unknown>>
  /** The CRM as the rule may use it. */
  readonly api: CrmApi
  /** Aborted after the time limit. */
  readonly signal: AbortSignal
}

/** A function of the host that rules may call by name: at least once, after the commit. */
export interface HostFunction {
  /** `heavy` waits for a person. What a `routine` one does by its `api` must be routine too: otherwise `REVIEW_NEEDED`. */
  readonly weight: 'routine' | 'heavy'
  /** Throws to be called again later. After 10 seconds it is taken as failed; a loop without `await` cannot be stopped. */
  run(call: HostCall): Promise<unknown> | unknown
}

/** Kinds of the jobs that wait for what is outside. */
export const EFFECT_KINDS: ReadonlySet<string> = new Set(Object.values(EFFECT_JOBS))

const LIMIT_SECONDS = 10

/** Does what leaves the records: calls webhooks and functions of the host. */
export function createEffectJobs(engine: Engine): Readonly<Record<'webhook' | 'function', JobHandler>> {
  return {
    async webhook(_, job) {
      const { command } = job.payload as EffectPayload
      if (command.operation !== 'callWebhook') return
      const { webhooks } = engine
      if (!webhooks) throw new KithError('NOT_SUPPORTED', { storage: 'engine', feature: 'webhooks: pass `webhooks`' })
      const { key, url, event, payload } = command
      await withinSeconds(LIMIT_SECONDS, (signal) =>
        webhooks.send({ id: key, url, event, payload, at: engine.clock.now() }, { signal }),
      )
    },
    async function(tenant, job) {
      const { command, ruleId } = job.payload as EffectPayload
      if (command.operation !== 'runFunction') return
      const { key, name, about, input } = command
      const called = Object.hasOwn(engine.functions, name) ? engine.functions[name] : undefined
      if (!called) throw new KithError('NOT_SUPPORTED', { storage: 'engine', feature: `the function "${name}"` })
      const own = called.weight === 'heavy' ? engine : withoutDecisions(engine)
      const api = createApi(own, { tenant, actor: { kind: 'rule', id: ruleId }, roles: [] })
      await withinSeconds(LIMIT_SECONDS, async (signal) => called.run({ key, tenant, about, input, api, signal }))
    },
  }
}

/** The engine as a function may use it that no person approved: it decides about nobody. */
function withoutDecisions(engine: Engine): Engine {
  const commit: Committer = (request) =>
    engine.commit({
      ...request,
      async plan(context) {
        const planned = await request.plan(context)
        if (planned.plan.writes.some(decides)) throw new KithError('REVIEW_NEEDED')
        return planned
      },
    })
  return { ...engine, commit }
}

function decides(write: Write): boolean {
  if (write.kind === 'create') return false
  const changed = Object.entries(write.set).filter(([field, value]) => !sameValue(write.before[field], value))
  return isDecision(write.object, Object.fromEntries(changed))
}
