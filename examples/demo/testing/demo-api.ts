/** A record as it comes over the wire. */
export type Wire = Readonly<Record<string, unknown>> & { readonly id: string; readonly version: number }

/** An answer that was read to its end. */
export interface Answer<Body = Wire> {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly body: Body
}

interface Call {
  readonly method?: string
  /** Sent as JSON. */
  readonly json?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** The API as a script calls it: plain requests, plain answers, nothing retried. */
export interface DemoApi {
  call<Body = Wire>(path: string, call?: Call): Promise<Answer<Body>>
  /** All records that a Filter finds, oldest first; up to 1,000 pages. */
  list(plural: string, where?: object): Promise<readonly Wire[]>
  /** @throws Error where it was refused */
  create(plural: string, values: object): Promise<Wire>
}

/** @param token `demo-admin`, `demo-manager`, `demo-agent` or `demo-other-tenant` */
export function demoApi(origin: string, token = 'demo-admin'): DemoApi {
  const call = async <Body = Wire>(path: string, { method, json, headers }: Call = {}): Promise<Answer<Body>> => {
    const response = await fetch(`${origin}/kith/v1${path}`, {
      method: method ?? (json === undefined ? 'GET' : 'POST'),
      headers: { Authorization: `Bearer ${token}`, ...(json === undefined ? {} : JSON_BODY), ...headers },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    })
    return answerOf(response)
  }
  return {
    call,
    async list(plural, where = {}) {
      const found: Wire[] = []
      for (let cursor = ''; ; ) {
        const query = new URLSearchParams({ where: JSON.stringify(where), sort: 'createdAt', limit: '200' })
        if (cursor) query.set('cursor', cursor)
        const { status, body, text } = await call<{ items: Wire[]; nextCursor?: string }>(`/${plural}?${query}`)
        if (status !== 200) throw new Error(text)
        found.push(...body.items)
        if (!body.nextCursor) return found
        cursor = body.nextCursor
      }
    },
    async create(plural, values) {
      const { status, body, text } = await call(`/${plural}`, { json: values })
      if (status !== 201) throw new Error(text)
      return body
    },
  }
}

const JSON_BODY = { 'Content-Type': 'application/json' }

/** What a visitor's page sends; `key` is the idempotency key. */
export async function submit(
  origin: string,
  key: string,
  values: object,
  more: { readonly headers?: Readonly<Record<string, string>>; readonly body?: object } = {},
): Promise<Answer<{ id: string; at: string; code?: string }>> {
  const headers = { ...JSON_BODY, 'Kith-Site': 'site_demo', 'Idempotency-Key': key, ...more.headers }
  const body = JSON.stringify({ values, consents: [{ purpose: 'sales' }], ...more.body })
  return answerOf(await fetch(`${origin}/kith/v1/forms/contact/submissions`, { method: 'POST', headers, body }))
}

async function answerOf<Body>(response: Response): Promise<Answer<Body>> {
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') && text !== ''
  return { status: response.status, headers: response.headers, text, body: (isJson ? JSON.parse(text) : {}) as Body }
}
