import { KithError } from '@kith/core/shared'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type FakeCrm, type FakeCrmOptions, fakeCrm } from '../testing/fake-crm.ts'
import { daysAgo, many, NOW, sales } from '../testing/fake-records.ts'
import { type BoardStore, boardStore } from './board.ts'

let crm: FakeCrm
let board: BoardStore

async function start(extra: readonly object[] = [], options: Partial<FakeCrmOptions> = {}): Promise<void> {
  let keys = 0
  crm = fakeCrm({ records: sales(NOW, extra), now: NOW, ...options })
  board = boardStore(crm, { pipeline: 'sales', now: () => crm.now, newKey: () => `key-${++keys}` })
  await board.open()
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  board.close()
  vi.useRealTimers()
})

const state = () => board.$state.get()
const column = (id: string) => {
  const found = state().columns.find(({ stage }) => stage.id === id)
  if (!found) throw new Error(`no column ${id}`)
  return found
}
const ids = (id: string) => column(id).cards.map((card) => card.id)
const heard = () => vi.advanceTimersByTimeAsync(0)
const recounted = () => vi.advanceTimersByTimeAsync(1000)

/** A gate that a test opens. */
function hold(): () => Promise<void> {
  let open = () => {}
  crm.gate = new Promise<void>((go) => {
    open = go
  })
  return async () => {
    crm.gate = undefined
    open()
    await heard()
  }
}

/** A board whose stream hears of nothing until it stands. */
function lateStream() {
  crm = fakeCrm({ records: sales(NOW), now: NOW })
  const { changes } = crm
  let stand = () => {}
  const standing = new Promise<void>((go) => {
    stand = go
  })
  crm.changes = async function* (options) {
    await standing
    yield* changes(options)
  }
  board = boardStore(crm, { pipeline: 'sales', now: () => crm.now, newKey: () => 'key' })
  return { open: board.open(), stand: () => stand() }
}

describe('boardStore', () => {
  it('shows the stages in their order, with counts and sums of all their deals', async () => {
    await start()
    expect(state().status).toBe('ready')
    expect(state().title).toBe('Sales')
    expect(state().columns.map(({ stage }) => stage.id)).toEqual([
      'enquiry',
      'viewing',
      'offer',
      'contract',
      'won',
      'lost',
    ])
    expect(column('offer')).toMatchObject({ count: 2, sums: { EUR: 16_150_000 }, more: false })
    expect(ids('offer')).toEqual(['d7', 'd8'])
  })

  it('knows companies and owners by name', async () => {
    await start()
    await heard()
    expect(state().names.get('c7')).toBe('Bergstrøm AS')
    expect(state().names.get('kari')).toBe('Anne Karlsen')
  })

  it('says why it could not load, and loads when asked again', async () => {
    await start()
    crm.fail('totals', new KithError('FORBIDDEN'))
    await board.open()
    expect(state()).toMatchObject({ status: 'failed', code: 'FORBIDDEN' })
    await board.open()
    expect(state().status).toBe('ready')
  })

  it('is read-only where the person may not change deals', async () => {
    await start([], { readOnly: true })
    expect(state().readOnly).toBe(true)
  })
})

describe('a move', () => {
  it('shows at once, at the top of the stage, with totals that follow', async () => {
    await start()
    const release = hold()
    const done = board.move('d0', 'viewing')
    expect(ids('viewing')[0]).toBe('d0')
    expect(column('enquiry')).toMatchObject({ count: 3, sums: { EUR: 6_300_000 } })
    expect(column('viewing')).toMatchObject({ count: 4, sums: { EUR: 12_180_000 } })
    expect(state().busy.has('d0')).toBe(true)
    await release()
    await done
    expect(state().busy.has('d0')).toBe(false)
    expect(state().notice).toMatchObject({ kind: 'moved', deal: { id: 'd0', stageId: 'viewing', version: 2 } })
  })

  it('is put back when it fails, and says why', async () => {
    await start()
    const before = state().columns
    crm.fail('moveDeal', new KithError('NETWORK'))
    await board.move('d0', 'viewing')
    expect(state().columns).toEqual(before)
    expect(state().notice).toMatchObject({ kind: 'failed', code: 'NETWORK', deal: { id: 'd0' } })
  })

  it('carries the version that the person saw and a key', async () => {
    await start()
    const moveDeal = vi.spyOn(crm, 'moveDeal')
    await board.move('d0', 'viewing')
    const { correlation, idempotencyKey, ifVersion } = moveDeal.mock.calls[0]?.[2] ?? {}
    expect(ifVersion).toBe(1)
    expect(new Set([correlation, idempotencyKey]).size).toBe(2)
  })

  it('waits for the one before it: a second move of the same card is not sent meanwhile', async () => {
    await start()
    const release = hold()
    const first = board.move('d0', 'viewing')
    await board.move('d0', 'offer')
    await release()
    await first
    expect(crm.calls.filter((call) => call === 'moveDeal d0')).toHaveLength(1)
    expect(ids('viewing')).toContain('d0')
  })

  it('is taken back for real by undo', async () => {
    await start()
    await board.move('d0', 'viewing')
    await board.undo()
    expect(crm.record('deal', 'd0')).toMatchObject({ stageId: 'enquiry', version: 3 })
    expect(ids('enquiry')).toContain('d0')
    expect(column('viewing').count).toBe(3)
    expect(state().notice?.kind).toBe('undone')
  })

  it('says that undo left what somebody changed since', async () => {
    await start()
    await board.move('d0', 'viewing')
    crm.write('deal', 'd0', { stageId: 'won' })
    await board.undo()
    expect(state().notice?.kind).toBe('kept')
    expect(ids('won')).toContain('d0')
  })
})

describe('a move that needs an answer', () => {
  it('shows what the other person did and leaves it when theirs is kept', async () => {
    await start()
    crm.write('deal', 'd0', { stageId: 'won' }, { by: 'kari', quiet: true })
    await board.move('d0', 'viewing')
    expect(state().question).toMatchObject({
      code: 'VERSION_CONFLICT',
      deal: { stageId: 'won', updatedBy: 'user:kari', version: 2 },
      stageId: 'viewing',
    })
    expect(ids('won')).toContain('d0')
    await board.answer(undefined)
    expect(state().question).toBeUndefined()
    expect(crm.record('deal', 'd0')).toMatchObject({ stageId: 'won', version: 2 })
  })

  it('moves anyway with the version that was shown', async () => {
    await start()
    crm.write('deal', 'd0', { stageId: 'won' }, { quiet: true })
    await board.move('d0', 'viewing')
    await board.answer({})
    expect(crm.record('deal', 'd0')).toMatchObject({ stageId: 'viewing', version: 3 })
  })

  it('asks again when a third change came while the question was open', async () => {
    await start()
    crm.write('deal', 'd0', { stageId: 'won' }, { quiet: true })
    await board.move('d0', 'viewing')
    crm.write('deal', 'd0', { stageId: 'contract' })
    await heard()
    await board.answer({})
    expect(state().question).toMatchObject({ code: 'VERSION_CONFLICT', deal: { stageId: 'contract' } })
    expect(crm.record('deal', 'd0')).toMatchObject({ stageId: 'contract', version: 3 })
  })

  it('asks for the fields without which a deal does not leave its stage', async () => {
    await start()
    await board.move('d7', 'contract')
    expect(ids('offer')).toContain('d7')
    expect(state().question).toMatchObject({ code: 'STAGE_EXIT_UNMET', fields: [{ id: 'closeOn', type: 'date' }] })
    await board.answer({ closeOn: '2026-04-01' })
    expect(crm.record('deal', 'd7')).toMatchObject({ stageId: 'contract', closeOn: '2026-04-01' })
  })

  it('asks for the reason before a deal is lost', async () => {
    await start()
    await board.move('d0', 'lost')
    expect(state().question).toMatchObject({ code: 'LOST_REASON_REQUIRED', fields: [{ id: 'lostReason' }] })
    expect(crm.calls).not.toContain('moveDeal d0')
    await board.answer({ lostReason: 'Bought elsewhere' })
    expect(crm.record('deal', 'd0')).toMatchObject({ stageId: 'lost', lostReason: 'Bought elsewhere' })
  })
})

describe('changes of others', () => {
  it('move, add and take away cards, and keep the totals', async () => {
    await start()
    crm.write('deal', 'd0', { stageId: 'viewing', stageEnteredAt: daysAgo(0) })
    crm.write('deal', 'd1', { amount: { amountMinor: 100, currency: 'EUR' } })
    crm.write('deal', 'd2', null)
    crm.write('deal', 'new', {
      name: 'New',
      pipelineId: 'sales',
      stageId: 'offer',
      stageEnteredAt: daysAgo(0),
      amount: { amountMinor: 500, currency: 'NOK' },
    })
    await heard()
    expect(ids('enquiry')).toEqual(['d1', 'd3'])
    expect(column('enquiry')).toMatchObject({ count: 2, sums: { EUR: 1_120_100 } })
    expect(ids('viewing')[0]).toBe('d0')
    expect(ids('offer')[0]).toBe('new')
    expect(column('offer')).toMatchObject({ count: 3, sums: { EUR: 16_150_000, NOK: 500 } })
  })

  it('count once when an event comes twice or too late', async () => {
    await start()
    const moved = crm.write('deal', 'd0', { stageId: 'viewing' }, { quiet: true })
    const again = crm.write('deal', 'd0', { stageId: 'offer' }, { quiet: true })
    if (!moved || !again) throw new Error('not written')
    crm.tell({ seq: 12, id: 'd0', record: again })
    crm.tell({ seq: 12, id: 'd0', record: again })
    crm.tell({ seq: 11, id: 'd0', record: moved })
    await heard()
    expect(ids('offer')).toContain('d0')
    expect(ids('viewing')).not.toContain('d0')
    expect(column('offer').count).toBe(3)
    expect(column('viewing').count).toBe(3)
  })

  it('leave a deleted deal away when news of its former life comes later', async () => {
    await start()
    const renamed = crm.write('deal', 'd0', { name: 'Renamed' }, { quiet: true })
    crm.tell({ seq: 8, type: 'deleted', id: 'd0' })
    crm.tell({ seq: 7, id: 'd0', ...(renamed && { record: renamed }) })
    await heard()
    expect(ids('enquiry')).not.toContain('d0')
  })

  it('bring a restored deal back', async () => {
    await start()
    const before = crm.record('deal', 'd0')
    crm.write('deal', 'd0', null)
    await heard()
    crm.tell({ seq: 50, type: 'created', id: 'd0', ...(before && { record: { ...before, version: 3 } }) })
    await heard()
    expect(ids('enquiry')).toContain('d0')
  })

  it('win over an own move that the server refuses afterwards', async () => {
    await start()
    const release = hold()
    const done = board.move('d0', 'viewing')
    crm.write('deal', 'd0', { stageId: 'won' })
    await heard()
    await release()
    await done
    expect(ids('won')).toContain('d0')
    expect(ids('viewing')).not.toContain('d0')
    expect(state().question?.code).toBe('VERSION_CONFLICT')
  })

  it('are not lost when they come while the board loads', async () => {
    await start()
    const release = hold()
    const loading = board.open()
    await heard()
    crm.write('deal', 'd0', { stageId: 'won', stageEnteredAt: daysAgo(0) })
    await release()
    await loading
    expect(ids('won')[0]).toBe('d0')
    expect(column('won').count).toBe(3)
  })

  it('are not lost between the list and the stream, which stands before anything is read', async () => {
    const { open, stand } = lateStream()
    await heard()
    crm.write('deal', 'd0', { stageId: 'won', stageEnteredAt: daysAgo(0) })
    stand()
    await open
    expect(ids('won')[0]).toBe('d0')
  })

  it('are read when a stream that nobody waited for stands at last', async () => {
    const { open, stand } = lateStream()
    await vi.advanceTimersByTimeAsync(1000)
    await open
    expect(ids('enquiry')).toContain('d0')
    crm.write('deal', 'd0', { stageId: 'won', stageEnteredAt: daysAgo(0) })
    stand()
    await heard()
    expect(ids('won')[0]).toBe('d0')
  })

  it('read all anew after a reset', async () => {
    await start()
    crm.write('deal', 'd0', { stageId: 'won' }, { quiet: true })
    crm.tell({ type: 'reset', object: '' })
    await heard()
    expect(ids('won')).toContain('d0')
  })

  it('correct the totals for deals that are not loaded', async () => {
    await start(many(60))
    const last = 'x000059'
    expect(ids('enquiry')).not.toContain(last)
    crm.write('deal', last, { stageId: 'won', stageEnteredAt: daysAgo(0) })
    await recounted()
    expect(column('enquiry').count).toBe(63)
    expect(column('won').count).toBe(3)
    expect(ids('won')[0]).toBe(last)
  })
})

describe('pages', () => {
  it('come by cursor and hold each deal once', async () => {
    await start(many(120))
    expect(column('enquiry')).toMatchObject({ count: 124, more: true })
    expect(ids('enquiry')).toHaveLength(50)
    await board.more('enquiry')
    await board.more('enquiry')
    expect(ids('enquiry')).toHaveLength(124)
    expect(new Set(ids('enquiry')).size).toBe(124)
    expect(column('enquiry').more).toBe(false)
  })

  it('are asked for once, however often one scrolls', async () => {
    await start(many(120))
    const asked = crm.calls.length
    await Promise.all([board.more('enquiry'), board.more('enquiry'), board.more('enquiry')])
    expect(crm.calls.slice(asked).filter((call) => call === 'list deal')).toHaveLength(1)
  })

  it('do not bring back what moved away while they were on their way', async () => {
    await start(many(120))
    const stale = { ...crm.record('deal', 'x000060') }
    const list = crm.list
    crm.list = async (object, query) => {
      const page = await list(object, query)
      if (!query?.cursor) return page
      crm.write('deal', 'x000060', { stageId: 'won', stageEnteredAt: daysAgo(0) })
      await heard()
      return { ...page, items: page.items.map((one) => (one.id === 'x000060' ? (stale as typeof one) : one)) }
    }
    await board.more('enquiry')
    expect(ids('enquiry')).not.toContain('x000060')
    expect(ids('won')).toContain('x000060')
  })

  it('of a filter that is no longer chosen are dropped', async () => {
    await start(many(120))
    const release = hold()
    const slow = board.more('enquiry')
    const chosen = board.filter('mine')
    await release()
    await Promise.all([slow, chosen])
    expect(
      state()
        .columns.flatMap(({ cards }) => cards)
        .every((card) => card.ownerId === 'ida'),
    ).toBe(true)
  })
})

describe('filters', () => {
  it('go to the server as JSON', async () => {
    await start()
    const list = vi.spyOn(crm, 'list')
    await board.filter('rotten')
    const wheres = list.mock.calls.map(([, query]) => query?.where)
    expect(wheres).toContainEqual({
      pipelineId: 'sales',
      stageId: 'offer',
      or: expect.arrayContaining([{ stageId: 'offer', stageEnteredAt: { lt: { ago: { days: 10 } } } }]),
    })
    expect(ids('contract')).toEqual(['d10'])
  })

  it('also hold for deals that come alive', async () => {
    await start()
    await board.filter('mine')
    crm.write('deal', 'd0', { ownerId: 'ida' })
    crm.write('deal', 'd1', { ownerId: 'kari' })
    await heard()
    expect(ids('enquiry')).toEqual(['d0'])
    await recounted()
    expect(column('enquiry').count).toBe(1)
  })

  it('of this month follow the tenant’s calendar', async () => {
    await start()
    await board.filter('closing')
    expect(
      state()
        .columns.flatMap(({ cards }) => cards.map((card) => card.id))
        .sort(),
    ).toEqual(['d0', 'd12', 'd3', 'd6', 'd9'])
  })
})

it('totals equal those of the server after any mixture of moves, failures and changes of others', async () => {
  const stages = ['enquiry', 'viewing', 'contract', 'won'] as const
  const step = fc.record({
    who: fc.constantFrom('me', 'other', 'gone', 'quiet'),
    deal: fc.integer({ min: 0, max: 12 }),
    stage: fc.constantFrom(...stages),
    fails: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      await start()
      for (const { who, deal, stage, fails } of steps) {
        const id = `d${deal}`
        crm.now += 1000
        if (!crm.record('deal', id)) continue
        if (who === 'gone') crm.write('deal', id, null)
        else if (who === 'me') {
          if (fails) crm.fail('moveDeal', new KithError('OVERLOADED'))
          await board.move(id, stage)
          if (state().question) await board.answer(undefined)
          crm.fail('moveDeal', new KithError('OVERLOADED'), 0)
        } else {
          const entered = { stageId: stage, stageEnteredAt: new Date(crm.now).toISOString() }
          const record = crm.write('deal', id, entered, { quiet: who === 'quiet' })
          if (who === 'quiet' && record) crm.tell({ id, record })
        }
      }
      await recounted()
      const rows = await crm.totals('deal', { groupBy: ['stageId'], sum: ['amount.amountMinor'] })
      for (const { stage, count, sums, cards } of state().columns) {
        const row = rows.find(({ keys }) => keys[0] === stage.id)
        expect([count, sums['EUR'] ?? 0]).toEqual([row?.count ?? 0, row?.sums[0] ?? 0])
        expect(cards).toHaveLength(count)
      }
      board.close()
    }),
    { numRuns: 60 },
  )
})
