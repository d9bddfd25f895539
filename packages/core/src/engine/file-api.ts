import type { Actor, CrmApi, PublicApi } from '../ports/crm-api.ts'
import type { Job } from '../ports/storage.ts'
import type { StoredRecord } from '../schema/record.ts'
import { bytesToHex } from '../shared/bytes.ts'
import { KithError } from '../shared/errors.ts'
import { requireAction } from './access.ts'
import { sweepJob } from './file-uses.ts'
import { removeForGood } from './purge-job.ts'
import { type Engine, type Session, show } from './session.ts'

type Incoming = Parameters<CrmApi['upload']>[0]

/** The most that a store takes of one file; hosts set smaller limits of their own. */
const LIMIT_BYTES = 100 * 1024 * 1024

/** Stores a file of a user. */
export async function uploadFile(session: Session, file: Incoming): Promise<StoredRecord> {
  requireAction(session.access, 'file', 'create')
  return show(session, 'file', await keepFile(session.engine, session.scope.tenant, session.scope.actor, file))
}

/** Stores a file of a visitor. Only its id, name and size are told. */
export async function uploadPublicFile(
  engine: Engine,
  tenant: string,
  file: Incoming,
): ReturnType<NonNullable<PublicApi['uploadFile']>> {
  const record = await keepFile(engine, tenant, { kind: 'visitor', id: 'visitor' }, file)
  return {
    id: record.id,
    name: String(record['name']),
    sizeBytes: Number(record['sizeBytes']),
    mediaType: String(record['mediaType']),
  }
}

async function keepFile(engine: Engine, tenant: string, actor: Actor, file: Incoming): Promise<StoredRecord> {
  const { files } = engine
  if (!files) throw new KithError('NOT_SUPPORTED', { storage: engine.storage.name, feature: 'files' })
  const key = bytesToHex(engine.random.bytes(16))
  const body = 'stream' in file.body ? file.body.stream() : file.body
  const { sizeBytes } = await files.put(tenant, key, body, { limitBytes: LIMIT_BYTES })
  try {
    return await recordFile(engine, tenant, actor, file, { storageKey: key, sizeBytes })
  } catch (error) {
    await files.remove(tenant, key)
    throw error
  }
}

async function recordFile(
  engine: Engine,
  tenant: string,
  actor: Actor,
  file: Incoming,
  stored: { readonly storageKey: string; readonly sizeBytes: number },
): Promise<StoredRecord> {
  const { records } = await engine.commit({
    state: await engine.tenants.get(tenant),
    actor,
    cause: 'upload',
    args: null,
    options: {},
    plan: async ({ newId, now, zone }) => {
      const id = newId()
      const record = {
        id,
        name: file.name,
        mediaType: file.mediaType ?? 'application/octet-stream',
        ...stored,
      }
      return {
        plan: { writes: [{ kind: 'create', object: 'file', record }], events: [], jobs: [sweepJob(id, now, zone)] },
        result: { file: { object: 'file', id } },
      }
    },
  })
  return records['file'] as StoredRecord
}

/** A day after its upload a file that no record names is removed, with its bytes. */
export async function sweepFile(engine: Engine, tenant: string, job: Job): Promise<void> {
  const { id } = job.payload as { id: string }
  const [record] = await engine.storage.get({ tenant }, 'file', [id])
  if (!record || Number(record['uses'] ?? 0) > 0) return
  await removeForGood(engine, tenant, 'file', record, 'sweepFile')
}
