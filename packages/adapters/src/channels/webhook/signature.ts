import { webcrypto } from 'node:crypto'

/** A secret as Standard Webhooks writes it. @throws TypeError for another */
export function keyOf(secret: string): Uint8Array<ArrayBuffer> {
  const match = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret)
  const bytes = Buffer.from(match?.[1] ?? '', 'base64')
  if (bytes.length < 24 || bytes.length > 64)
    throw new TypeError('A webhook secret is "whsec_" and 24 to 64 random bytes in base64.')
  return Uint8Array.from(bytes)
}

/** Header `webhook-signature`: one signature for each secret, so that a receiver may change from one to the next. */
export async function signaturesOf(
  secrets: readonly string[],
  id: string,
  timestamp: number,
  body: string,
): Promise<string> {
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`)
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  const signatures = secrets.map(async (secret) => {
    const key = await webcrypto.subtle.importKey('raw', keyOf(secret), hmac, false, ['sign'])
    return `v1,${Buffer.from(await webcrypto.subtle.sign('HMAC', key, signed)).toString('base64')}`
  })
  return (await Promise.all(signatures)).join(' ')
}
