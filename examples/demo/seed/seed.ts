import { createCrm, type Scope, type Storage } from '@kith/core'
import { fakeClock } from '@kith/core/testing'
import { ACCOUNTS, OTHER_TENANT, scopeOf, TENANT } from '../accounts.ts'
import { config } from '../config.ts'
import { TENANTS } from '../tenants.ts'
import { chance } from './chance.ts'
import { liveThrough } from './company-life.ts'
import { createHomes } from './homes.ts'
import { type Land, NETHERLANDS, NORWAY } from './lands.ts'

export interface SeedOptions {
  /** Empty; closed again when the seed is done. */
  readonly storage: Storage
  readonly say: (line: string) => void
}

const MONTHS = 18

interface Story {
  readonly land: Land
  /** New leads on a working day, at first and at last. */
  readonly leadsPerDay: readonly [first: number, last: number]
  readonly seed: number
  /** Homes for sale at a time, and those of them on the front page of the site. */
  readonly homes: number
  readonly front: Parameters<typeof createHomes>[0]['front']
}

const STORIES: Readonly<Record<string, Story>> = {
  [TENANT]: {
    land: NORWAY,
    leadsPerDay: [0.75, 5],
    seed: 20_260_302,
    homes: 36,
    front: [
      ['Brattvoll Terrasse', 'Molde', 3, 94, 5_450_000],
      ['Fjordveien 14', 'Ålesund', 4, 142, 7_900_000],
      ['Villa Solbakken', 'Kristiansund', 5, 188, 9_250_000],
    ],
  },
  [OTHER_TENANT]: { land: NETHERLANDS, leadsPerDay: [0.15, 0.3], seed: 7, homes: 9, front: [] },
}

/**
 * Makes the demo's data by running the engine itself under a fake clock over the months until today: everything in it,
 * the log and the history of stages included, came about as it would in a company's life. The same day gives the same data.
 */
export async function seedDemo({ storage, say }: SeedOptions): Promise<void> {
  const today = process.env['KITH_TODAY'] ?? new Date().toISOString().slice(0, 10)
  const from = monthsBefore(today, MONTHS)
  const clock = fakeClock(`${from}T06:00:00.000Z`)
  const crm = await createCrm({ storage, config, clock, random: chance(1), jobsEveryMs: 0 })
  try {
    for (const settings of TENANTS) {
      clock.set(`${from}T06:00:00.000Z`)
      await crm.openTenant(settings)
      const { seed, land, leadsPerDay, homes: count, front } = STORIES[settings.id] as Story
      const { id: tenant, name } = settings
      const luck = chance(seed)
      const homes = await createHomes({ api: crm.as(ownerOf(tenant)), chance: luck, land, count, front })
      await liveThrough({
        ...{ crm, clock, chance: luck, tenant, land, homes, leadsPerDay, from, to: today },
        sellers: sellersOf(tenant),
        day: progress(say, name),
        ...{ wishes: new Map(), tries: new Map(), planned: new Map(), known: [], customers: [], used: new Set() },
      })
    }
  } finally {
    await crm.close()
  }
}

/** Scope of whoever puts homes up for sale. */
function ownerOf(tenant: string): Scope {
  return scopeOf(Object.values(ACCOUNTS).find((one) => one.tenant === tenant) as (typeof ACCOUNTS)[string])
}

/** Tokens of those who sell: everybody but the administrator, unless there is nobody else. */
function sellersOf(tenant: string): readonly string[] {
  const all = Object.keys(ACCOUNTS).filter((token) => ACCOUNTS[token]?.tenant === tenant)
  const sellers = all.filter((token) => !ACCOUNTS[token]?.roles.includes('admin'))
  return sellers.length > 0 ? sellers : all
}

function progress(say: (line: string) => void, name: string) {
  let month = ''
  return (date: string) => {
    if (date.slice(0, 7) === month) return
    month = date.slice(0, 7)
    say(`  making demo data: ${name}, ${month}`)
  }
}

function monthsBefore(date: string, months: number): string {
  const day = new Date(`${date}T00:00:00.000Z`)
  day.setUTCDate(1)
  day.setUTCMonth(day.getUTCMonth() - months)
  return day.toISOString().slice(0, 10)
}
