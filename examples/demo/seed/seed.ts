import { createCrm, type Storage } from '@kith/core'
import { fakeClock } from '@kith/core/testing'
import { ACCOUNTS, OTHER_TENANT, TENANT } from '../accounts.ts'
import { config } from '../config.ts'
import { TENANTS } from '../tenants.ts'
import { chance } from './chance.ts'
import { liveThrough } from './company-life.ts'
import { addProperties } from './properties.ts'

export interface SeedOptions {
  /** Empty; closed again when the seed is done. */
  readonly storage: Storage
  readonly say: (line: string) => void
}

const MONTHS = 18

/** New leads on a working day, and the seed of the story. */
const STORIES: Readonly<Record<string, { readonly leadsPerDay: number; readonly seed: number }>> = {
  [TENANT]: { leadsPerDay: 1.6, seed: 20_260_302 },
  [OTHER_TENANT]: { leadsPerDay: 0.2, seed: 7 },
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
      const { leadsPerDay, seed } = STORIES[settings.id] as (typeof STORIES)[string]
      const story = { crm, clock, chance: chance(seed), tenant: settings.id, sellers: sellersOf(settings.id) }
      await addProperties(story)
      await liveThrough({ ...story, from, to: today, leadsPerDay, day: progress(say, settings.name) })
    }
  } finally {
    await crm.close()
  }
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
