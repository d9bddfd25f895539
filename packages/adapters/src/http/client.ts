import type { PublicApi, TypedApi } from '@kith/core'
import { connect } from './client/connection.ts'
import { publicApiOver } from './client/public-api.ts'
import { userApiOver } from './client/user-api.ts'

/** Where a client connects to, and how. */
export interface ClientOptions {
  /** Address of the API: `https://crm.example.com/kith/v1`. */
  readonly baseUrl: string
  /** Sent with each call, a function is asked each time: `{ Authorization: 'Bearer …' }`. */
  readonly headers?: Readonly<Record<string, string>> | (() => Readonly<Record<string, string>>)
  /** Site key, for forms and chat. */
  readonly site?: string
  /** Default: the host's `fetch`. */
  readonly fetch?: (request: Request) => Promise<Response>
  /** Tries after the first one, for calls that may be repeated. Default 3. */
  readonly retry?: number
  /** Milliseconds that each try may take. Default 15,000. */
  readonly timeoutMs?: number
  /** Ends all calls and streams of this client. */
  readonly signal?: AbortSignal
}

/** Both sides of a CRM, over HTTP. */
export type Client<Config = object> = TypedApi<Config> & PublicApi & Required<Pick<PublicApi, 'uploadFile'>>

/**
 * The one API over HTTP: the same answers and the same errors as the engine in process.
 *
 * A call that writes carries an idempotency key (yours or a new one) and is repeated with it when the network breaks
 * or the server asks to wait. Streams come back after the last event that was read. Needs the package `ky`.
 *
 * @typeParam Config The configuration of the server, whose objects give the calls their types.
 * @throws KithError with the code of the server's problem; `NETWORK` when it cannot be reached; `DEPENDENCY_MISSING`
 * @example
 * const crm = createClient({ baseUrl: 'https://crm.example.com/kith/v1', headers: { Authorization: `Bearer ${token}` } })
 * const { items } = await crm.list('lead', { where: { source: 'website' } })
 */
export function createClient<Config = object>(options: ClientOptions): Client<Config> {
  const connection = connect(options)
  const api = userApiOver(connection) as unknown as TypedApi<Config>
  return { ...api, ...publicApiOver(connection) }
}
