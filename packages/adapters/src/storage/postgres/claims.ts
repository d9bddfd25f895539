import { alreadyClaimed, type Batch, type Claim } from '@kith/core/storage'
import { Again } from './errors.ts'
import type { Session } from './session.ts'
import { binaryArray, isLong, keyOf, textArray } from './values.ts'
import type { Work } from './work.ts'

interface Holder {
  readonly object: string
  readonly id: string
}

/** Who holds a key that is kept from all others. */
const NOBODY: Holder = { object: '', id: '' }
const HELD = ' FOR KEY SHARE'

type Release = NonNullable<Batch['release']>[number]

/** Releases first, so that two records can swap what they hold. Claims are taken in one order, so that two batches do not wait for each other. */
export async function moveClaims({ session, tenant }: Work, { release = [], claim = [] }: Batch): Promise<void> {
  await releaseClaims(session, tenant, release)
  const wanted = [...oneOfEach(claim).values()].sort(byKey)
  if (wanted.length === 0) return
  const taken = await insertClaims(session, tenant, wanted)
  if (taken < wanted.length) await requireHeld(session, tenant, wanted)
}

async function releaseClaims(session: Session, tenant: string, releases: readonly Release[]): Promise<void> {
  if (releases.length === 0) return
  const text = `DELETE FROM kith_claim c USING unnest(?::text[], ?::text[], ?::text[]) r(space, key, id)
    WHERE c.tenant = ? AND c.space = r.space AND c.key = r.key AND c.id = r.id RETURNING c.space, c.key`
  const ids = textArray(releases.map((one) => one.id))
  const { rows } = await session.hot(text, [...keyArrays(releases), ids, tenant])
  const released = new Set(rows.map(([space, key]) => JSON.stringify([space, key])))
  const others = releases.filter((one) => !released.has(JSON.stringify([one.space, keyOf(one.key)])))
  if (others.length > 0) await keepFromHolding(session, tenant, others)
}

/**
 * Nobody gets what these do not hold until the transaction is done, or this batch would come before another with its
 * records and after it with its keys. A key that nobody holds is made and taken away again.
 */
async function keepFromHolding(session: Session, tenant: string, releases: readonly Release[]): Promise<void> {
  const places = [...Map.groupBy(releases, ({ space, key }) => JSON.stringify([space, key])).values()]
    .map(([first]) => ({ ...(first as Release), ...NOBODY }))
    .sort(byKey)
  if ((await insertClaims(session, tenant, places)) < places.length)
    for (const { space, key } of places) {
      const held = await claimHolder(session, tenant, space, key, HELD)
      const isHeld = releases.some((one) => one.space === space && one.key === key && one.id === held?.id)
      // Let go of since, or got since: now it can be released.
      if (!held || isHeld) throw new Again()
    }
  const text = `DELETE FROM kith_claim c USING unnest(?::text[], ?::text[]) r(space, key)
    WHERE c.tenant = ? AND c.space = r.space AND c.key = r.key AND c.object = ''`
  await session.hot(text, [...keyArrays(places), tenant])
}

const keyArrays = (keys: readonly { readonly space: string; readonly key: string }[]) => [
  textArray(keys.map((one) => one.space)),
  textArray(keys.map((one) => keyOf(one.key))),
]

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

function byKey(left: Release, right: Release): number {
  if (left.space !== right.space) return left.space < right.space ? -1 : 1
  return left.key < right.key ? -1 : 1
}

/** @returns how many were free */
export async function insertClaims(session: Session, tenant: string, claims: readonly Claim[]): Promise<number> {
  const text = `INSERT INTO kith_claim (tenant, space, key, whole, object, id)
    SELECT ?, r.* FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[]) r ON CONFLICT DO NOTHING`
  const { rowCount } = await session.hot(text, [
    tenant,
    ...keyArrays(claims),
    binaryArray(claims.map((one) => (isLong(one.key) ? one.key : null))),
    binaryArray(claims.map((one) => one.object)),
    binaryArray(claims.map((one) => one.id)),
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
