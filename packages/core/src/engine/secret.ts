import type { Random } from '../ports/random.ts'
import type { Storage } from '../ports/storage.ts'
import { bytesToHex } from '../shared/bytes.ts'
import { isKithError } from '../shared/errors.ts'

/** Gives a tenant's secret: 256 random bits, hex, made once and kept in the storage. Visitors' tokens are derived from it. */
export type SecretReader = (tenant: string) => Promise<string>

const KEY = 'service:secret'

/** The secret lives as the answer of an idempotency key that never expires: made once, whoever comes first. */
export function readSecret(storage: Storage, random: Random): SecretReader {
  const secrets = new Map<string, string>()
  return async (tenant) => {
    const known = secrets.get(tenant)
    if (known !== undefined) return known
    const secret = (await stored(storage, tenant)) ?? (await make(storage, random, tenant))
    secrets.set(tenant, secret)
    return secret
  }
}

async function stored(storage: Storage, tenant: string): Promise<string | undefined> {
  const answer = await storage.answer({ tenant }, KEY, '0000')
  return answer?.answer as string | undefined
}

async function make(storage: Storage, random: Random, tenant: string): Promise<string> {
  const secret = bytesToHex(random.bytes(32))
  try {
    const { replayed } = await storage.commit(
      { tenant },
      { idempotency: { key: KEY, fingerprint: KEY, answer: secret, now: '0000' } },
    )
    return (replayed?.answer as string | undefined) ?? secret
  } catch (error) {
    if (!isKithError(error, 'IDEMPOTENCY_MISMATCH')) throw error
    return (await stored(storage, tenant)) as string
  }
}
