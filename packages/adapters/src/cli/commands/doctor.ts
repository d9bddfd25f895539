import { type Model, verifyLog } from '@kith/core'
import { isKithError, KithError } from '@kith/core/shared'
import type { Finding, Storage } from '@kith/core/storage'
import { hasUnfinishedImport } from '../../moving/index.ts'
import { type Place, withPlace } from '../address.ts'
import { CONFIG_OPTION, type Command } from '../command.ts'

export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'Says in sentences what is wrong with a store; exit code 1 when something is.',
  usage: 'ADDRESS [--config FILE]',
  arguments: ['ADDRESS'],
  options: { config: CONFIG_OPTION },
  details: `
Reads everything and changes nothing: whether the file is whole, the settings that durability and erasure rest on, missing
indexes, a newer or older store, objects that the configuration lacks, free disk, jobs that gave up,
imports that were stopped, and the chain of every
tenant's log. Takes as long as reading the store.`,
  run: async (call) => {
    const model = await call.model()
    const address = call.arguments[0] as string
    const findings = await withPlace(address, { readOnly: true }, (place) => examine(place, address, model))
    for (const { level, message } of findings) await call.write(`${WORDS[level]} ${message}\n`)
    const problems = findings.filter(({ level }) => level === 'problem').length
    call.tell(problems === 0 ? 'Nothing is wrong.\n' : `${problems} ${problems === 1 ? 'problem' : 'problems'}.\n`)
    return problems === 0 ? 0 : 1
  },
}

const WORDS: Readonly<Record<Finding['level'], string>> = { problem: 'PROBLEM', advice: 'ADVICE ', fact: 'OK     ' }

/** A store that is damaged, newer, or not of this model is not opened: opening would change it, or fail. */
async function examine(place: Place, address: string, model: Model): Promise<readonly Finding[]> {
  const closed = place.file === undefined ? [] : ((await place.storage.inspect?.()) ?? [])
  if (closed.some(({ level }) => level === 'problem')) return closed
  const behind = await upgradeNeeded(place, address, model)
  if (behind.length > 0) return [...closed, ...behind]
  try {
    await place.storage.open(model)
  } catch (error) {
    return [
      ...closed,
      { level: 'problem', code: isKithError(error) ? error.code : 'UNAVAILABLE', message: (error as Error).message },
    ]
  }
  try {
    return [...((await place.storage.inspect?.()) ?? []), ...(await tenantFindings(place.storage))]
  } finally {
    await place.storage.close()
  }
}

async function upgradeNeeded({ storage, name }: Place, address: string, model: Model): Promise<Finding[]> {
  const steps = (await storage.plan?.(model)) ?? []
  if (steps.length === 0) return []
  const reasons = [...new Set(steps.map(({ reason }) => reason))]
  if (await lacksOnlyIndexes(address, model))
    return reasons.map((reason) => ({
      level: 'problem',
      code: 'MISSING_INDEX',
      message: `${name} lacks indexes or totals, so some lists read every row. ${reason} Where an import was stopped run kith import again with the same file; otherwise kith schema with --apply.`,
    }))
  return reasons.map((reason) => ({
    level: 'problem',
    code: 'UPGRADE_NEEDED',
    message: `${name} does not fit this configuration. ${reason} Name the app's configuration (--config). If it is this one, run kith schema with --apply.`,
  }))
}

function lacksOnlyIndexes(address: string, model: Model): Promise<boolean> {
  return withPlace(address, { readOnly: true, indexes: 'later' }, async ({ storage }) => {
    const steps = (await storage.plan?.(model)) ?? []
    return steps.length === 0
  })
}

const DEAD_SHOWN = 1_000

async function tenantFindings(storage: Storage): Promise<Finding[]> {
  const found: Finding[] = []
  for (const tenant of await storage.tenants()) {
    if (await hasUnfinishedImport(storage, tenant)) {
      const { message } = new KithError('IMPORT_UNFINISHED', { tenant })
      found.push({ level: 'problem', code: 'IMPORT_UNFINISHED', message })
      continue
    }
    const { ok, checked, erased, faults } = await verifyLog(storage, tenant)
    const first = faults[0]
    if (ok)
      found.push({
        level: 'fact',
        code: 'LOG',
        message: `${tenant}: the chain of ${checked} changes is whole (${erased} erased).`,
      })
    else
      found.push({
        level: 'problem',
        code: 'LOG_BROKEN',
        message: `${tenant}: ${faults.length} changes of the log are not what was written, the first is number ${first?.seq} (${first?.reason}). Keep the file as evidence, and compare with a backup.`,
      })
    const dead = (await storage.jobs({ tenant }, { state: 'dead', limit: DEAD_SHOWN })).length
    if (dead > 0)
      found.push({
        level: 'advice',
        code: 'DEAD_JOBS',
        message: `${tenant}: ${dead} ${dead === 1 ? 'job' : 'jobs'} gave up. Look at them in the job list, and try them again.`,
      })
  }
  return found
}
