import type { PublicApi } from '@kith/core'
import { type Connection, connectionOf } from './connection.ts'
import { type FormApi, formApi } from './forms.ts'
import { chatApi } from './visitor-chat.ts'

/**
 * What a visitor's page may do, by fetch.
 *
 * @example
 * const api = httpPublicApi({ base: 'https://crm.example.com/kith/v1', site: 'site_demo' })
 * const form = await api.form('contact')
 */
export function httpPublicApi(connection: Connection): PublicApi & Required<FormApi> {
  const to = connectionOf(connection.base, connection.site)
  return { ...formApi(to), ...chatApi(to) }
}
