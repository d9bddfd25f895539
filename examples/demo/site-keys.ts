import type { Site } from '@kith/adapters/http/server'
import { OTHER_TENANT, TENANT } from './accounts.ts'

/** Site keys stand in web pages: they may read form definitions and append, from these origins only. */
export function siteKeys(origins: readonly string[]): readonly Site[] {
  return [
    { key: 'site_demo', tenant: TENANT, origins },
    { key: 'site_havna', tenant: OTHER_TENANT, origins },
  ]
}
