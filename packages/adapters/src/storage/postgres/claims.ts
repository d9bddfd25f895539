import { alreadyClaimed, type Batch, type Claim } from '@kith/core/storage'
import { Again } from './errors.ts'
import type { Session } from './session.ts'
import { isLong, keyOf, textArray } from './values.ts'
import type { Work } from './work.ts'

interface Holder {
  readonly object: string
  readonly id: string
}

const HELD = ' FOR KEY SHARE'

/** Releases first, so that two records can swap what they hold. Claims are taken in one order, so that two batches do not wait for each other. */
export async function moveClaims({ session, tenant }: Work, { release = [], claim = [] }: Batch): Promise<void> {
  if (release.length > 0)
    await session.hot(
      'DELETE FROM kith_claim c USING unnest(?::text[], ?::text[], ?::text[]) r(space, key, id) WHERE c.tenant = ? AND c.space = r.space AND c.key = r.key AND c.id = r.id',
      [
        textArray(release.map((one) => one.space)),
        textArray(release.map((one) => keyOf(one.key))),
        textArray(release.map((one) => one.id)),
        tenant,
      ],
    )
  const wanted = [...oneOfEach(claim).values()].sort(byKey)
  if (wanted.length === 0) return
  const taken = await insertClaims(session, tenant, wanted)
  if (taken < wanted.length) await requireHeld(session, tenant, wanted)
}

/** @throws KithError `ALREADY_EXISTS` when two records of the batch claim the same */
function oneOfEach(claims: readonly Claim[]): ReadonlyMap<string, Claim> {
  const found = new Map<string, Claim>()
  for (const claim of claims) {
    const key = JSON.stringify([claim.space, claim.key])
    const other = found.get(key)
    if (other && !isHolder(other, claim)) throw alreadyClaimed(claim.space, other)
    found.set(key, claim)
  }
  return found
}

const isHolder = (held: Holder, claim: Claim) => held.object === claim.object && held.id === claim.id

function byKey(left: Claim, right: Claim): number {
  if (left.space !== right.space) return left.space < right.space ? -1 : 1
  return left.key < right.key ? -1 : 1
}

/** @returns how many were free */
export async function insertClaims(session: Session, tenant: string, claims: readonly Claim[]): Promise<number> {
  const text = `INSERT INTO kith_claim (tenant, space, key, whole, object, id)
    SELECT ?, r.* FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[]) r ON CONFLICT DO NOTHING`
  const { rowCount } = await session.hot(text, [
    tenant,
    textArray(claims.map((one) => one.space)),
    textArray(claims.map((one) => keyOf(one.key))),
    textArray(claims.map((one) => (isLong(one.key) ? one.key : null))),
    textArray(claims.map((one) => one.object)),
    textArray(claims.map((one) => one.id)),
  ])
  return rowCount ?? 0
}

/** @throws KithError `ALREADY_EXISTS`. What is held stays so to the end of the transaction. */
export async function requireHeld(session: Session, tenant: string, claims: readonly Claim[]): Promise<void> {
  for (const claim of claims) {
    const held = await claimHolder(session, tenant, claim.space, claim.key, HELD)
    // Let go of since: now it can be taken.
    if (!held) throw new Again()
    if (!isHolder(held, claim)) throw alreadyClaimed(claim.space, held)
  }
}

export async function claimHolder(
  session: Session,
  tenant: string,
  space: string,
  key: string,
  lock = '',
): Promise<Holder | undefined> {
  const text = `SELECT object, id FROM kith_claim WHERE tenant = ? AND space = ? AND key = ?${lock}`
  const { rows } = await session.hot(text, [tenant, space, keyOf(key)])
  const [row] = rows
  return row && { object: row[0] as string, id: row[1] as string }
}
