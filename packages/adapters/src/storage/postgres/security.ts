import { quote } from '../sql/sql.ts'

/**
 * What makes PostgreSQL itself keep tenants apart: a row is seen and written only in a transaction that has said whose
 * it is. `*` may be read where it is asked which tenants there are, and which have something to do.
 */
export function securityStatements(table: string, tenant: string, overAll: boolean): string[] {
  const name = quote(table)
  const own = `${tenant} = current_setting('kith.tenant', true)`
  const seen = overAll ? `${own} OR current_setting('kith.tenant', true) = '*'` : own
  return [
    `ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY`,
    `ALTER TABLE ${name} FORCE ROW LEVEL SECURITY`,
    `DROP POLICY IF EXISTS kith_tenant ON ${name}`,
    `CREATE POLICY kith_tenant ON ${name} USING (${seen}) WITH CHECK (${own})`,
  ]
}
