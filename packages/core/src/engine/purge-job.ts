import type { Batch, ChangeDraft, Job } from '../ports/storage.ts'
import type { StoredRecord } from '../schema/record.ts'
import { bytesToHex } from '../shared/bytes.ts'
import { createIdSource } from '../shared/id.ts'
import { addDuration } from '../shared/time.ts'
import { fileUses, sweepJob } from './file-uses.ts'
import type { Engine } from './session.ts'
import { claimsOf } from './unique-claims.ts'

/** Days that a record stays in the recycle bin. */
export const BIN_DAYS = 30

/**
 * Removes a record for good that stayed in the recycle bin. One that was taken back stays; one that was deleted again
 * since has a job of its own.
 */
export async function purgeRecord(engine: Engine, tenant: string, job: Job): Promise<void> {
  const { object, id } = job.payload as { object: string; id: string }
  const [record] = await engine.storage.get({ tenant }, object, [id])
  if (typeof record?.['deletedAt'] !== 'string') return
  const { zone } = await engine.tenants.get(tenant)
  if (addDuration(record['deletedAt'], { days: BIN_DAYS }, zone) > engine.clock.now()) return
  await removeForGood(engine, tenant, object, record, 'purge')
}

/** One commit that removes a record and writes its last line in the log. The bytes of a file go after it. */
export async function removeForGood(
  engine: Engine,
  tenant: string,
  object: string,
  record: StoredRecord,
  cause: string,
): Promise<void> {
  const { model, configVersion, zone } = await engine.tenants.get(tenant)
  const now = engine.clock.now()
  const { version: _, ...before } = record
  const change: ChangeDraft = {
    at: now,
    actor: { kind: 'service', id: cause },
    cause,
    correlation: `${cause}:${object}:${record.id}`,
    configVersion,
    object,
    id: record.id,
    subjects: [`${object}:${record.id}`],
    before,
    after: null,
    salt: bytesToHex(engine.random.bytes(16)),
  }
  const add = fileUses({ object, before: record, after: undefined }, model)
  const batch: Batch = {
    expect: [{ object, id: record.id, version: record.version }],
    release: claimsOf(model, object, record),
    remove: [{ object, id: record.id }],
    add,
    changes: [change],
    jobs: { put: sweeps(engine, add, now, zone) },
  }
  await engine.storage.commit({ tenant }, batch)
  engine.live.wake(tenant)
  if (object === 'file') await engine.files?.remove(tenant, String(record['storageKey']))
}

function sweeps(engine: Engine, add: NonNullable<Batch['add']>, now: string, zone: string): readonly Job[] {
  const newId = createIdSource(engine.clock.now, engine.random.bytes)
  return add.map(({ id }): Job => {
    const job = sweepJob(id, now, zone)
    return { ...job, id: newId(), key: `${job.kind}:${job.key}`, attempts: 0, state: 'waiting' }
  })
}
