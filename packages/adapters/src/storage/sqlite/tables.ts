/** Version of everything below. A file with a greater one is refused. */
export const STORE_VERSION = 3

/**
 * The tables beside those of objects. Keys begin with the tenant. `kith_log.row` is the order of commits over all
 * tenants: how another process finds out who has something new.
 */
export const STORE_TABLES = `
CREATE TABLE IF NOT EXISTS kith_meta (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS kith_tenant (number INTEGER PRIMARY KEY, tenant TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE IF NOT EXISTS kith_log (
  row INTEGER PRIMARY KEY, tenant TEXT NOT NULL, seq INTEGER NOT NULL, object TEXT NOT NULL, id TEXT NOT NULL,
  correlation TEXT NOT NULL, payload TEXT, salt TEXT, digest TEXT NOT NULL, chain TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS kith_log_seq ON kith_log (tenant, seq);
CREATE TABLE IF NOT EXISTS kith_log_subject (
  tenant TEXT NOT NULL, subject TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (tenant, subject, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS kith_claim (
  tenant TEXT NOT NULL, space TEXT NOT NULL, key TEXT NOT NULL, object TEXT NOT NULL, id TEXT NOT NULL,
  PRIMARY KEY (tenant, space, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS kith_job (
  tenant TEXT NOT NULL, id TEXT NOT NULL, key TEXT NOT NULL, kind TEXT NOT NULL, due_at TEXT NOT NULL,
  attempts INTEGER NOT NULL, payload TEXT, state TEXT NOT NULL, last_error TEXT, leased_until TEXT,
  PRIMARY KEY (tenant, id), UNIQUE (tenant, key)
) STRICT;
CREATE INDEX IF NOT EXISTS kith_job_due ON kith_job (tenant, state, due_at, id);
CREATE INDEX IF NOT EXISTS kith_job_due_anywhere ON kith_job (due_at, tenant) WHERE state = 'waiting';
CREATE TABLE IF NOT EXISTS kith_idempotency (
  tenant TEXT NOT NULL, key TEXT NOT NULL, fingerprint TEXT NOT NULL, answer TEXT, expires_at TEXT,
  PRIMARY KEY (tenant, key)
) STRICT;
CREATE INDEX IF NOT EXISTS kith_idempotency_expiry ON kith_idempotency (expires_at) WHERE expires_at IS NOT NULL;
CREATE TABLE IF NOT EXISTS kith_number (
  tenant TEXT NOT NULL, series TEXT NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (tenant, series)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS kith_custom_index (
  tenant TEXT NOT NULL, object TEXT NOT NULL, field TEXT NOT NULL, PRIMARY KEY (tenant, object, field)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS field_value (
  tenant TEXT NOT NULL, object TEXT NOT NULL, field TEXT NOT NULL, slot TEXT NOT NULL,
  value_text TEXT NOT NULL DEFAULT '', value_num REAL NOT NULL DEFAULT 0, id TEXT NOT NULL,
  PRIMARY KEY (tenant, object, field, slot, value_text, value_num, id)
) STRICT, WITHOUT ROWID;
`

/** Indexes of the log that only questions need. */
export const LOG_INDEXES: Readonly<Record<string, string>> = {
  kith_log_record: 'CREATE INDEX IF NOT EXISTS kith_log_record ON kith_log (tenant, object, id, seq)',
  kith_log_correlation: 'CREATE INDEX IF NOT EXISTS kith_log_correlation ON kith_log (tenant, correlation, seq)',
}
