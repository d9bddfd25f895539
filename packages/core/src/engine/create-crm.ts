import { checkForm } from '../domain/form/define-form.ts'
import type { DomainEvent } from '../domain/types.ts'
import type { Clock } from '../ports/clock.ts'
import type { PublicApi, Scope } from '../ports/crm-api.ts'
import type { FileStore } from '../ports/file-store.ts'
import type { Random } from '../ports/random.ts'
import type { Job, Storage } from '../ports/storage.ts'
import type { TypedApi } from '../ports/typed-api.ts'
import type { WebhookSender } from '../ports/webhook-sender.ts'
import { parseRules } from '../rules/parse-rule.ts'
import type { Model } from '../schema/model.ts'
import type { StoredRecord } from '../schema/record.ts'
import { KithError } from '../shared/errors.ts'
import { createIdSource } from '../shared/id.ts'
import { rewriteAccess } from './access-job.ts'
import { createApi } from './api.ts'
import { createCommitter } from './committer.ts'
import { type CrmConfig, crmModel, defaultConfig } from './config.ts'
import { type ErasedPerson, type Erasure, erasePerson } from './erase.ts'
import { sweepFile } from './file-api.ts'
import { createJobRunner, type JobHandler } from './jobs.ts'
import { createLiveHub } from './live.ts'
import { systemClock, systemRandom } from './platform.ts'
import { createPublicApi, type Site } from './public-api.ts'
import { purgeRecord } from './purge-job.ts'
import { createEffectJobs, EFFECT_KINDS, type HostFunction } from './rules/effect-jobs.ts'
import { createRuleJobs } from './rules/rule-jobs.ts'
import { createBudgets } from './rules/trail.ts'
import { createWatchJobs } from './rules/watch-jobs.ts'
import { checkScope } from './scope.ts'
import { readSecret } from './secret.ts'
import type { Engine } from './session.ts'
import { openTenant, type TenantSettings } from './tenant-setup.ts'
import { createTenants, SETTINGS } from './tenants.ts'
import { type VerifyResult, verifyLog } from './verify.ts'

/** What {@link createCrm} is made of. */
export interface CrmOptions<Config extends CrmConfig = CrmConfig> {
  readonly storage: Storage
  /** Objects, fields, pipelines, forms, rules and roles of the app; see `defineCrm`. Default: a plain sales CRM. */
  readonly config?: Config
  /** Where uploaded files lie. Without it uploads answer `NOT_SUPPORTED`. */
  readonly files?: FileStore
  /** Functions that rules may call by name. */
  readonly functions?: Readonly<Record<string, HostFunction>>
  /** Sends webhooks; `guardedWebhooks` of `@kith/adapters/channels/webhook`. Without it rules that call one fail. */
  readonly webhooks?: WebhookSender
  readonly clock?: Clock
  readonly random?: Random
  /** Runs jobs (rules, waits) by itself every so often, and at once after a commit. 0: only by `tick()`. Default 1,000. */
  readonly jobsEveryMs?: number
  /** Told of what went wrong where no caller waits: a job, a listener. Default: thrown away after it was stored with the job. */
  readonly onError?: (error: unknown) => void
}

/** Something that happened in a tenant, as host code hears it after the commit. */
export interface CrmEvent extends DomainEvent {
  readonly tenant: string
  readonly record: StoredRecord | undefined
}

/** A running CRM on one storage. */
export interface Crm<Config = object> {
  readonly model: Model
  /** The API as somebody of a tenant may use it. */
  as(scope: Scope): TypedApi<Config>
  /** What the pages of a website may do: forms and chat, nothing else. */
  visitors(site: Site): PublicApi
  /** Makes a tenant, or brings its settings and the configuration from code up to date. */
  openTenant(settings: TenantSettings): Promise<void>
  /** Hears events in this process after their commit, at most once. For effects that must not be lost use a rule. Returns how to stop. */
  on(type: string, listener: (event: CrmEvent) => void | Promise<void>): () => void
  /** Runs the jobs that are due; for hosts without timers. Returns how many ran. */
  tick(): Promise<number>
  /** Jobs that gave up or wait, for people to look at. */
  jobs(tenant: string, state: 'waiting' | 'dead'): Promise<readonly Job[]>
  /** Checks the whole change log of a tenant. */
  verify(tenant: string): Promise<VerifyResult>
  /**
   * Forgets a person: the record, what they wrote and what was written about them, also in the log, in jobs and claims.
   * Deals and the like stay without them. @throws KithError `NOT_FOUND`
   */
  erase(tenant: string, person: ErasedPerson): Promise<Erasure>
  /** Ends live streams and jobs, then closes the storage. */
  close(): Promise<void>
}

/**
 * Opens a CRM on a storage: makes or upgrades its schema, and starts the job runner.
 *
 * @example
 * const crm = await createCrm({ storage: sqliteStorage({ file: 'crm.db' }) })
 * const api = crm.as({ tenant: 'main', actor: { kind: 'user', id: 'ida' }, roles: ['admin'] })
 * await api.create('contact', { name: 'Kari Nes', emails: [{ value: 'kari@example.com' }] })
 */
export async function createCrm<Config extends CrmConfig = typeof defaultConfig>(
  options: CrmOptions<Config>,
): Promise<Crm<Config>> {
  const { storage, clock = systemClock, random = systemRandom, onError = () => {} } = options
  if (typeof storage?.open !== 'function')
    throw new KithError('INVALID_DEFINITION', {
      path: '/storage',
      reason: 'give a storage, as sqliteStorage({ file })',
    })
  const given = options.config ?? (defaultConfig as Config)
  const model = crmModel(given)
  for (const form of given.forms) checkForm(form, model)
  const config = { ...given, rules: parseRules(given.rules, model) }
  await storage.open(model)

  const tenants = createTenants(storage, model, config, clock)
  const live = createLiveHub(storage)
  const listeners = createListeners(onError)
  const commit = createCommitter({
    storage,
    clock,
    random,
    committed(tenant, events, records) {
      if ([...records.keys()].some((key) => SETTINGS.has(key.slice(0, key.indexOf(':'))))) tenants.forget(tenant)
      live.wake(tenant)
      listeners.tell(tenant, events, records)
      runner.nudge()
    },
  })
  const engine: Engine = {
    storage,
    clock,
    random,
    files: options.files,
    tenants,
    commit,
    live,
    config,
    secret: readSecret(storage, random),
    functions: options.functions ?? {},
    webhooks: options.webhooks,
    budgets: createBudgets(),
    simulating: new Map(),
    nudge: () => runner.nudge(),
    newId: createIdSource(clock.now, random.bytes),
    report: onError,
  }
  const handlers: Record<string, JobHandler> = {
    ...createRuleJobs(engine),
    ...createEffectJobs(engine),
    ...createWatchJobs(engine),
    access: (tenant, job) => rewriteAccess(engine, tenant, job),
    purge: (tenant, job) => purgeRecord(engine, tenant, job),
    sweepFile: (tenant, job) => sweepFile(engine, tenant, job),
  }
  const runner = createJobRunner({
    storage,
    clock,
    random,
    handlers,
    beside: EFFECT_KINDS,
    everyMs: options.jobsEveryMs ?? 1_000,
    onError,
  })

  return {
    model,
    as: (scope) => createApi(engine, checkScope(scope)) as unknown as TypedApi<Config>,
    visitors: (site) => createPublicApi(engine, site),
    openTenant: (settings) => openTenant(engine, settings),
    on: listeners.on,
    tick: runner.tick,
    jobs: (tenant, state) => storage.jobs({ tenant }, { state, limit: 1_000 }),
    verify: (tenant) => verifyLog(storage, tenant),
    erase: (tenant, person) => erasePerson(engine, tenant, person),
    async close() {
      await runner.close()
      live.close()
      await storage.close()
    },
  }
}

function createListeners(onError: (error: unknown) => void) {
  const listeners = new Map<string, Set<(event: CrmEvent) => void | Promise<void>>>()
  const call = async (listener: (event: CrmEvent) => void | Promise<void>, event: CrmEvent) => listener(event)
  return {
    on(type: string, listener: (event: CrmEvent) => void | Promise<void>): () => void {
      const set = listeners.get(type) ?? new Set()
      listeners.set(type, set.add(listener))
      return () => void set.delete(listener)
    },
    tell(tenant: string, events: readonly DomainEvent[], records: ReadonlyMap<string, StoredRecord>): void {
      for (const event of events)
        for (const listener of listeners.get(event.type) ?? [])
          call(listener, { ...event, tenant, record: records.get(`${event.object}:${event.id}`) }).catch(onError)
    },
  }
}
