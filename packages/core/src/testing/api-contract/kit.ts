import type { CrmApi, FullCrmApi, PublicApi, StoredRecord } from '../../index.ts'

/** What a case works with: a fresh CRM as four people see it. */
export interface ApiKit {
  /** Administrator of `main`. */
  readonly admin: FullCrmApi
  /** Another person of `main` with the rights of an administrator. */
  readonly deputy: FullCrmApi
  /** Somebody of `main` who sees what is theirs. */
  readonly agent: FullCrmApi
  /** Administrator of another tenant. */
  readonly stranger: FullCrmApi
  /** A page of `main`. */
  readonly visitors: PublicApi
  /** Does the jobs that are due. */
  tick(): Promise<unknown>
}

/** One promise of the API. */
export interface ApiCase {
  readonly name: string
  readonly run: (kit: ApiKit) => Promise<void>
}

/** An id of no record. */
export const UNKNOWN = '019cb9c2-5a80-7c31-9f0b-6a1f4be0d2c7'

export const aDealOf = (api: CrmApi, values: Readonly<Record<string, unknown>> = {}): Promise<StoredRecord> =>
  api.create('deal', { name: 'New roof', ...values })

export const aContactOf = (api: CrmApi, values: Readonly<Record<string, unknown>> = {}): Promise<StoredRecord> =>
  api.create('contact', { name: 'Kari Nes', ...values })

/** A lead that came by the contact form. */
export async function aLeadBy({ visitors, admin }: ApiKit, email = 'kari@example.com'): Promise<StoredRecord> {
  const values = { name: 'Kari Nes', email, message: 'Hello' }
  await visitors.submit('contact', { values, consents: [{ purpose: 'sales' }] }, { idempotencyKey: `lead-of-${email}` })
  const { items } = await admin.list('lead', { where: { email } })
  return items[0] as StoredRecord
}

/** Reads so many items, then lets the stream go. */
export async function take<Item>(items: AsyncIterable<Item>, count: number): Promise<readonly Item[]> {
  const taken: Item[] = []
  for await (const item of items) if (taken.push(item) === count) break
  return taken
}

/** Classes that every host has and core does not name. */
const host = globalThis as unknown as {
  readonly AbortController: new () => { readonly signal: AbortSignal; abort(): void }
  readonly Blob: new (parts: readonly string[]) => Blob
}

export const abortable = (): { readonly signal: AbortSignal; abort(): void } => new host.AbortController()

export const textFile = (text: string): Blob => new host.Blob([text])
