import { describe, expect, it } from 'vitest'
import type { Batch, Storage } from '../../ports/storage.ts'
import { defineRule } from '../../rules/define-rule.ts'
import { memoryStorage } from '../../storage/memory.ts'
import { openWorld, type World } from '../world.fixture.ts'

const follow = defineRule({
  id: 'follow',
  label: 'Follow up',
  on: { when: 'date-reached', object: 'deal', field: 'closeOn', at: '10:00' },
  then: [{ do: 'create-activity', kind: 'task', subject: 'Follow up' }],
})

/** A storage in which something else is done just before the first commit that is meant. */
function interleaved() {
  const storage = memoryStorage()
  let next: { readonly before: (batch: Batch) => boolean; readonly act: () => Promise<unknown> } | undefined
  const commit: Storage['commit'] = async (scope, batch) => {
    const due = next?.before(batch) ? next : undefined
    if (due) {
      next = undefined
      await due.act()
    }
    return storage.commit(scope, batch)
  }
  return {
    storage: { ...storage, commit },
    once: (before: (batch: Batch) => boolean, act: () => Promise<unknown>) => {
      next = { before, act }
    },
    isDone: () => next === undefined,
  }
}

const endsDateJob = ({ jobs }: Batch) =>
  [...(jobs?.done ?? []), ...(jobs?.put ?? []).map(({ id }) => id)].some((id) => id.startsWith('date:follow:'))
const fires = ({ put }: Batch) => put?.some(({ object }) => object === 'activity') === true

interface Race {
  readonly world: World
  readonly move: (closeOn: string) => () => Promise<unknown>
  readonly once: ReturnType<typeof interleaved>['once']
  readonly pass: (duration: Parameters<World['clock']['advance']>[0]) => Promise<number>
}

/** A deal that closes on 10 March, whose day has come. */
async function race(run: (race: Race) => Promise<void>, day = '2026-03-10', rules = [follow]): Promise<void> {
  const { storage, once, isDone } = interleaved()
  const world = await openWorld({ storage, config: { rules } })
  const { ida, crm, clock } = world
  const deal = await ida.create('deal', { name: 'Deal', closeOn: day })
  const move = (closeOn: string) => async () => {
    const { version } = await ida.get('deal', deal.id)
    await ida.update('deal', deal.id, { closeOn }, { ifVersion: version })
  }
  /** How often the rule has fired after some time. */
  const pass: Race['pass'] = async (duration) => {
    clock.advance(duration)
    await crm.tick()
    return (await ida.list('activity')).items.length
  }
  await run({ world, move, once, pass })
  expect(isDone()).toBe(true)
}

describe('a date that is moved at the moment at which it comes', () => {
  it('does not fire any more when it is moved before the rule has committed, and fires at the new date', () =>
    race(async ({ move, once, pass }) => {
      once(fires, move('2026-03-20'))
      expect(await pass({ days: 9 })).toBe(0)
      expect(await pass({ days: 10 })).toBe(1)
    }))

  it('fires at the new date too when it is moved after the rule has fired', () =>
    race(async ({ move, once, pass }) => {
      once(endsDateJob, move('2026-03-20'))
      expect(await pass({ days: 9 })).toBe(1)
      expect(await pass({ days: 10 })).toBe(2)
      expect(await pass({ days: 30 })).toBe(2)
    }))

  it('fires at the new date even when that comes before the job of the old one has ended', () =>
    race(async ({ world, move, once, pass }) => {
      once(endsDateJob, async () => {
        await move('2026-03-12')()
        world.clock.advance({ days: 3 })
      })
      expect(await pass({ days: 9 })).toBe(2)
      expect(await pass({ days: 30 })).toBe(2)
    }))

  it('leaves no job behind when it is taken away', () =>
    race(async ({ world, once, pass }) => {
      once(endsDateJob, async () => {
        const [deal] = (await world.ida.list('deal')).items
        await world.ida.remove('deal', String(deal?.id), { ifVersion: Number(deal?.version) })
      })
      expect(await pass({ days: 9 })).toBe(1)
      const waiting = await world.crm.jobs('main', 'waiting')
      expect(waiting.filter(({ kind }) => kind === 'rule.date')).toEqual([])
    }))

  it('fires at the new date when it is moved while a new rule looks through the records', () =>
    race(
      async ({ world, move, once, pass }) => {
        const { id: _, version: __, ...json } = follow
        await world.ida.saveRule('follow', json)
        once((batch) => endsDateJob(batch) && batch.put === undefined, move('2026-03-05'))
        await world.crm.tick()
        expect(await pass({ days: 5 })).toBe(1)
      },
      '2026-03-30',
      [],
    ))
})
