/** Version of everything below. A database with a greater one is refused. */
export const STORE_VERSION = 1

/** A table beside those of objects. Primary and unique keys begin with the tenant. */
export interface StoreTable {
  readonly name: string
  readonly tenant: string
  /** Statements that make it, each of which changes nothing when it was run before. */
  readonly statements: readonly string[]
  /** What makes its primary key, where that can be left for later: nothing that is written relies on it. */
  readonly key?: { readonly name: string; readonly statement: string }
  /** Read over all tenants: which of them have something new, or to do. */
  readonly overAll?: boolean
}

const text = 'text COLLATE "C"'

/**
 * `kith_unsealed` holds what is committed and has no place in the log yet: ordered by when its transaction held all that
 * others may also write, so that of two changes of one record the later one comes later. `kith_head` is the end of a
 * tenant's log, and who holds its row seals.
 */
export const STORE_TABLES: readonly StoreTable[] = [
  table('kith_tenant', [`tenant ${text} NOT NULL PRIMARY KEY`], [], true),
  table(
    'kith_head',
    [
      `tenant ${text} NOT NULL PRIMARY KEY`,
      'seq bigint NOT NULL',
      `chain ${text} NOT NULL`,
      'sealed_at timestamptz NOT NULL',
    ],
    ['CREATE INDEX IF NOT EXISTS kith_head_sealed ON kith_head (sealed_at)'],
    true,
  ),
  table(
    'kith_unsealed',
    [
      `tenant ${text} NOT NULL`,
      'stamp timestamptz NOT NULL',
      'batch uuid NOT NULL',
      'part integer NOT NULL',
      `object ${text} NOT NULL`,
      `id ${text} NOT NULL`,
      `correlation ${text} NOT NULL`,
      `payload ${text}`,
      `salt ${text}`,
      `digest ${text} NOT NULL`,
      `subjects text[] COLLATE "C" NOT NULL`,
      'PRIMARY KEY (tenant, stamp, batch, part)',
    ],
    [],
    true,
  ),
  table(
    'kith_log',
    [
      `tenant ${text} NOT NULL`,
      'seq bigint NOT NULL',
      `object ${text} NOT NULL`,
      `id ${text} NOT NULL`,
      `correlation ${text} NOT NULL`,
      `payload ${text}`,
      `salt ${text}`,
      `digest ${text} NOT NULL`,
      `chain ${text} NOT NULL`,
      'PRIMARY KEY (tenant, seq)',
    ],
    [
      'CREATE INDEX IF NOT EXISTS kith_log_record ON kith_log (tenant, object, id, seq)',
      'CREATE INDEX IF NOT EXISTS kith_log_correlation ON kith_log (tenant, correlation, seq)',
    ],
  ),
  derived(
    'kith_log_subject',
    [`tenant ${text} NOT NULL`, `subject ${text} NOT NULL`, 'seq bigint NOT NULL'],
    'tenant, subject, seq',
  ),
  table('kith_claim', [
    `tenant ${text} NOT NULL`,
    `space ${text} NOT NULL`,
    `key ${text} NOT NULL`,
    `whole ${text}`,
    `object ${text} NOT NULL`,
    `id ${text} NOT NULL`,
    'PRIMARY KEY (tenant, space, key)',
  ]),
  table(
    'kith_job',
    [
      `tenant ${text} NOT NULL`,
      `id ${text} NOT NULL`,
      `key ${text} NOT NULL`,
      `kind ${text} NOT NULL`,
      `due_at ${text} NOT NULL`,
      'attempts bigint NOT NULL',
      `payload ${text}`,
      `state ${text} NOT NULL`,
      `last_error ${text}`,
      `leased_until ${text}`,
      'PRIMARY KEY (tenant, id)',
      'CONSTRAINT kith_job_key UNIQUE (tenant, key)',
    ],
    [
      'CREATE INDEX IF NOT EXISTS kith_job_due ON kith_job (tenant, state, due_at, id)',
      "CREATE INDEX IF NOT EXISTS kith_job_due_anywhere ON kith_job (due_at, tenant) WHERE state = 'waiting'",
    ],
    true,
  ),
  table(
    'kith_idempotency',
    [
      `tenant ${text} NOT NULL`,
      `key ${text} NOT NULL`,
      `fingerprint ${text} NOT NULL`,
      `answer ${text}`,
      `expires_at ${text}`,
      'PRIMARY KEY (tenant, key)',
    ],
    [
      'CREATE INDEX IF NOT EXISTS kith_idempotency_expiry ON kith_idempotency (tenant, expires_at) WHERE expires_at IS NOT NULL',
    ],
  ),
  table('kith_number', [
    `tenant ${text} NOT NULL`,
    `series ${text} NOT NULL`,
    'last bigint NOT NULL',
    'PRIMARY KEY (tenant, series)',
  ]),
  table('kith_custom_index', [
    `tenant ${text} NOT NULL`,
    `object ${text} NOT NULL`,
    `field ${text} NOT NULL`,
    'PRIMARY KEY (tenant, object, field)',
  ]),
  derived(
    'field_value',
    [
      `tenant ${text} NOT NULL`,
      `object ${text} NOT NULL`,
      `field ${text} NOT NULL`,
      `slot ${text} NOT NULL`,
      `value_key ${text} NOT NULL`,
      `value_text ${text} NOT NULL`,
      'value_num double precision NOT NULL',
      `id ${text} NOT NULL`,
    ],
    'tenant, object, field, slot, value_key, value_num, id',
  ),
]

/** Of the whole store, not of a tenant. */
export const META_TABLE = 'CREATE TABLE IF NOT EXISTS kith_meta (key text COLLATE "C" PRIMARY KEY, value text NOT NULL)'

function table(name: string, columns: readonly string[], indexes: readonly string[] = [], overAll = false): StoreTable {
  const made = `CREATE TABLE IF NOT EXISTS ${name} (${columns.join(', ')})`
  return { name, tenant: 'tenant', statements: [made, ...indexes], ...(overAll ? { overAll } : {}) }
}

/** A table that others are found by. */
function derived(name: string, columns: readonly string[], key: string): StoreTable {
  const statement = `ALTER TABLE ${name} ADD CONSTRAINT ${name}_pkey PRIMARY KEY (${key})`
  return { ...table(name, columns), key: { name: `${name}_pkey`, statement } }
}
