import type { ChangeDraft, Job } from '../ports/storage.ts'
import type { StoredRecord } from '../schema/record.ts'
import { bytesToHex } from '../shared/bytes.ts'
import type { Engine } from './session.ts'
import { claimsOf } from './unique-claims.ts'

/** Removes a record for good that stayed in the recycle bin; one that was taken back stays. */
export async function purgeRecord(engine: Engine, tenant: string, job: Job): Promise<void> {
  const { object, id } = job.payload as { object: string; id: string }
  const [record] = await engine.storage.get({ tenant }, object, [id])
  if (record?.['deletedAt'] !== undefined) await removeForGood(engine, tenant, object, record, 'purge')
}

/** One commit that removes a record and writes its last line in the log. */
export async function removeForGood(
  engine: Engine,
  tenant: string,
  object: string,
  record: StoredRecord,
  cause: string,
): Promise<void> {
  const state = await engine.tenants.get(tenant)
  const { version: _, ...before } = record
  const change: ChangeDraft = {
    at: engine.clock.now(),
    actor: { kind: 'service', id: cause },
    cause,
    correlation: `${cause}:${object}:${record.id}`,
    configVersion: state.configVersion,
    object,
    id: record.id,
    subjects: [`${object}:${record.id}`],
    before,
    after: null,
    salt: bytesToHex(engine.random.bytes(16)),
  }
  await engine.storage.commit(
    { tenant },
    {
      expect: [{ object, id: record.id, version: record.version }],
      release: claimsOf(state.model, object, record),
      remove: [{ object, id: record.id }],
      changes: [change],
    },
  )
  engine.live.wake(tenant)
}
