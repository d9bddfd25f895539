import type { CrmApi, FullCrmApi, LiveEvent, PublicApi, PublicMessage, WriteOptions } from '@kith/core'

/** A JSON Schema (draft 2020-12) as plain data; `$ref` points into `#/components/schemas/` of the OpenAPI document. */
export interface JsonSchema {
  readonly [keyword: string]: unknown
}

/** Who may call a route: anybody, a page with a site key, a visitor with the token of its conversation, a known user. */
export type RouteAuth = 'public' | 'site' | 'visitor' | 'user'

/** How a query parameter is read. `list`: values joined by commas; `json`: one JSON value. */
export interface Parameter {
  readonly type: 'text' | 'integer' | 'boolean' | 'list' | 'json'
  readonly summary: string
  readonly required?: boolean
  /** Bounds of an `integer`. */
  readonly min?: number
  readonly max?: number
  readonly example?: string
}

/** The bucket that a public call is counted in. */
export type LimitName = 'read' | 'form' | 'chat' | 'file'

/** What a call was made with, read and checked. */
export interface RouteInput {
  /** Object of `{plural}` or `{name}`; `''` where the path names none. */
  readonly object: string
  /** `{id}` of the path; `''` where it has none. */
  readonly id: string
  readonly query: Readonly<Record<string, unknown>>
  readonly body: Readonly<Record<string, unknown>>
  /** Idempotency key, version and correlation of the headers. */
  readonly options: WriteOptions
  /** Token of a visitor's conversation; `''` elsewhere. */
  readonly visitor: string
  /** Says that nobody waits for the answer any more. */
  readonly signal: AbortSignal
}

/** What a stream is opened with. */
export interface StreamInput extends RouteInput {
  /** Continue after this event. */
  readonly after?: number
}

interface RouteBase {
  /** `operationId` of OpenAPI; unique. */
  readonly name: string
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Below the base path: `/{plural}/{id}`. Parameters are `plural`, `id` and `name`. */
  readonly path: string
  readonly summary: string
  /** Anything else in the query is refused. */
  readonly query?: Readonly<Record<string, Parameter>>
  /** Schema of a JSON body. Absent: a body is refused. */
  readonly body?: JsonSchema
  /** The body may be left out. */
  readonly bodyOptional?: boolean
  /** `If-Match`: needed by people (the engine answers 428 without) or taken. */
  readonly version?: 'required' | 'optional'
  /** Schema of the answer. */
  readonly output: JsonSchema
  readonly status: 200 | 201
}

/** A private route answered with JSON. */
export interface UserRoute extends RouteBase {
  readonly kind: 'json'
  readonly auth: 'user'
  readonly call: (api: FullCrmApi, input: RouteInput) => Promise<unknown>
}

/** A route for a visitor's page, answered with JSON. */
export interface SiteRoute extends RouteBase {
  readonly kind: 'json'
  readonly auth: 'site' | 'visitor'
  readonly limit: LimitName
  readonly call: (api: PublicApi, input: RouteInput) => Promise<unknown>
}

/** A live stream (SSE) for a user. */
export interface UserStream extends RouteBase {
  readonly kind: 'stream'
  readonly auth: 'user'
  readonly open: (api: CrmApi, input: StreamInput) => AsyncIterable<LiveEvent>
}

/** A live stream (SSE) for a visitor. */
export interface VisitorStream extends RouteBase {
  readonly kind: 'stream'
  readonly auth: 'visitor'
  readonly limit: LimitName
  readonly open: (api: PublicApi, input: StreamInput) => AsyncIterable<PublicMessage>
}

/** A route whose answer is no JSON of the API: files, pages, the OpenAPI document. The server knows each by its kind. */
export interface SpecialRoute extends RouteBase {
  readonly kind: 'submit' | 'thanks' | 'upload' | 'public-upload' | 'download' | 'openapi'
  readonly auth: RouteAuth
  readonly limit?: LimitName
}

/** One row of the route table, from which handler, OpenAPI and client are derived. */
export type Route = UserRoute | SiteRoute | UserStream | VisitorStream | SpecialRoute

/** Whether a route changes something; GET never does. */
export const writes = (route: Route): boolean => route.method !== 'GET'
