import { KithError } from '@kith/core/shared'
import { storageError } from './errors.ts'

/**
 * Version of the tables below. It does not change when the model grows: slots of all fields share one index. Tens, so
 * that there is room below the first.
 */
export const DATABASE_VERSION = 10

/** How long other tabs may take to let go of an older version. */
const BLOCKED_MS = 3_000

/** What a database of ours holds. Keys of all but `tenants` and `shapes` begin with the tenant. */
export const STORES = {
  /** [tenant, object, id] → Row; found by the entries of its slots and words, and by the shape that made these. */
  records: [
    ['slots', true],
    ['words', true],
    ['shape', false],
  ],
  /** [tenant, space, key] → who holds it. */
  claims: [],
  /** [tenant, series] → the last number given. */
  numbers: [],
  /** [tenant, key] → answer to an idempotency key. */
  answers: [['expiresAt', false]],
  /** [tenant, id] → JobRow. */
  jobs: [
    ['key', false],
    ['due', false],
    ['dueAnywhere', false],
  ],
  /** [tenant, seq] → LogRow. */
  log: [
    ['ofRecord', false],
    ['ofIntent', false],
    ['about', true],
  ],
  /** tenant → the end of its log. */
  tenants: [],
  /** [object, shape] → what records of this shape are found by. */
  shapes: [],
} as const satisfies Readonly<Record<string, readonly (readonly [index: string, multiEntry: boolean])[]>>

/** What a connection tells when the browser or another tab takes it away. */
export interface Lost {
  readonly lost: (reason: string) => void
}

/**
 * Opens a database, and makes what it lacks.
 *
 * @throws KithError `STORAGE_UNAVAILABLE` where the browser stores nothing or another tab holds an older version,
 * `STORAGE_TOO_NEW` when a newer Kith wrote it
 */
export async function openDatabase(
  factory: IDBFactory | undefined,
  name: string,
  { lost }: Lost,
): Promise<IDBDatabase> {
  if (!factory) throw unavailable('this browser or page has no IndexedDB')
  try {
    const db = await requested(() => factory.open(name, DATABASE_VERSION))
    db.onversionchange = () => {
      db.close()
      lost('another tab opens a newer version or deletes the data: load this page again')
    }
    db.onclose = () => lost('the browser has closed the database, or its data was cleared: load this page again')
    return db
  } catch (error) {
    if ((error as { name?: unknown })?.name === 'VersionError') throw await tooNew(factory, name, error)
    throw storageError(error)
  }
}

function requested(open: () => IDBOpenDBRequest): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = open()
    let timer: ReturnType<typeof setTimeout> | undefined
    let givenUp = false
    request.onblocked = () => {
      timer = setTimeout(() => {
        givenUp = true
        reject(unavailable('another tab of this site holds an older version open: close it and try again'))
      }, BLOCKED_MS)
    }
    request.onupgradeneeded = () => makeStores(request)
    request.onerror = () => {
      clearTimeout(timer)
      reject(request.error)
    }
    request.onsuccess = () => {
      clearTimeout(timer)
      if (givenUp) request.result.close()
      else resolve(request.result)
    }
  })
}

/** Adds what is not there: a database of any earlier version is kept as it is. */
function makeStores({ result: db, transaction }: IDBOpenDBRequest): void {
  for (const [name, indexes] of Object.entries(STORES)) {
    const known = db.objectStoreNames.contains(name)
    const store = known ? (transaction as IDBTransaction).objectStore(name) : db.createObjectStore(name)
    for (const [index, multiEntry] of indexes)
      if (!store.indexNames.contains(index)) store.createIndex(index, index, { multiEntry })
  }
}

async function tooNew(factory: IDBFactory, name: string, cause: unknown): Promise<KithError> {
  const databases = await factory.databases()
  const found = databases.find((one) => one.name === name)?.version
  return new KithError('STORAGE_TOO_NEW', { found, known: DATABASE_VERSION }, { cause })
}

function unavailable(reason: string): KithError {
  return new KithError('STORAGE_UNAVAILABLE', { reason })
}
