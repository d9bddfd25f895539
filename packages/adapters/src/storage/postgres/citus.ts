import type { Model } from '@kith/core/storage'
import { TENANT } from '../sql/layout.ts'
import { STORE_TABLES } from './tables.ts'

/**
 * The statements that spread an opened store over the nodes of Citus, by tenant: one for each table. Run them once, after
 * the first `open`, on the coordinator, to which all processes connect: the order of a log takes locks of one node.
 *
 * Kith has not been run on Citus. What its tests check is that every table keeps to the rules of Citus: the tenant in each
 * primary and unique key, no foreign key, trigger, sequence or default.
 *
 * @example
 * for (const statement of distributeCitus(crm.model)) await pool.query(statement)
 */
export function distributeCitus(model: Model): readonly string[] {
  const [first, ...rest] = [
    ...STORE_TABLES.map(({ name, tenant }) => ({ name, tenant })),
    ...[...model.objects.values()].flatMap(({ name, totals }) =>
      [`"o_${name}"`, ...(totals ? [`"t_${name}"`] : [])].map((table) => ({
        name: table,
        tenant: TENANT.slice(1, -1),
      })),
    ),
  ] as [{ name: string; tenant: string }, ...{ name: string; tenant: string }[]]
  const together = (name: string, tenant: string) =>
    `SELECT create_distributed_table('${name}', '${tenant}', colocate_with => '${first.name}');`
  return [
    "SELECT create_reference_table('kith_meta');",
    `SELECT create_distributed_table('${first.name}', '${first.tenant}');`,
    ...rest.map(({ name, tenant }) => together(name, tenant)),
  ]
}
