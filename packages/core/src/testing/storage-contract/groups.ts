import type { Batch, Storage } from '../../ports/storage.ts'
import { equal, holds } from './assert.ts'
import { type ContractCase, draft, ids, job, NORTH, NOW, one, place, sealed, thing } from './kit.ts'
import { codes, named, range } from './racing.ts'

/** A batch with a part of each kind; `id` is its own, so that what it left can be told. */
const everything = (id: string): Batch => ({
  idempotency: { key: `key ${id}`, fingerprint: 'f', answer: id, now: NOW },
  claim: [{ space: 'slot', key: id, object: 'thing', id }],
  number: [{ series: 'tickets', object: 'thing', id, field: 'count' }],
  put: [thing(id), place(id)],
  add: [{ object: 'thing', id: 'sum', field: 'score', by: 1 }],
  changes: [draft(id)],
  jobs: { put: [job(id)] },
})

/** What is found of a batch, part by part. */
async function partsOf(storage: Storage, id: string): Promise<readonly boolean[]> {
  const changes = await storage.changes(NORTH, { after: 0, limit: 9, of: { object: 'thing', id } })
  const jobs = await storage.jobs(NORTH, { state: 'waiting', limit: 99 })
  return [
    (await one(storage, id)) !== undefined,
    (await one(storage, id, NORTH, 'place')) !== undefined,
    (await storage.holder(NORTH, 'slot', id)) !== undefined,
    (await storage.answer(NORTH, `key ${id}`, NOW)) !== undefined,
    changes.length === 1,
    jobs.some((waiting) => waiting.id === id),
  ]
}

/** How a batch of a group can fail, early and late. */
const faults: readonly { readonly name: string; readonly fault: Partial<Batch>; readonly code: string }[] = [
  {
    name: 'an expectation',
    fault: { expect: [{ object: 'thing', id: 'sum', version: 9 }] },
    code: 'VERSION_CONFLICT',
  },
  {
    name: 'a claim',
    fault: { claim: [{ space: 'slot', key: 'taken', object: 'thing', id: 'no' }] },
    code: 'ALREADY_EXISTS',
  },
  {
    name: 'an object that is unknown',
    fault: { remove: [{ object: 'ghost', id: 'x' }] },
    code: 'UNKNOWN_OBJECT',
  },
  {
    name: 'a change that is not JSON',
    fault: { changes: [draft('x', { after: { at: Number.POSITIVE_INFINITY } })] },
    code: 'INVALID_INPUT',
  },
]

const halves: readonly ContractCase[] = faults.map(({ name, fault, code }) => ({
  name: `keeps nothing of the batches of a group that fail by ${name}, and all of the others`,
  async run(kit) {
    const claim = [{ space: 'slot', key: 'taken', object: 'thing', id: 'sum' }]
    await kit.storage.commit(NORTH, { put: [thing('sum', { score: 0 })], claim })
    const commits = range(0, 11).map((at) => {
      const batch = everything(named(at))
      return kit.storage.commit(NORTH, at % 3 === 1 ? { ...batch, ...fault } : batch)
    })
    const fails = (at: number) => at % 3 === 1
    equal(
      await codes(commits),
      range(0, 11).map((at) => (fails(at) ? code : undefined)),
    )
    const again = await kit.again()
    await sealed(again, 8)
    for (const at of range(0, 11))
      equal(
        await partsOf(again, named(at)),
        Array.from({ length: 6 }, () => !fails(at)),
        `What is found of ${named(at)}`,
      )
    equal((await one(again, 'sum'))?.['score'], 8)
    const numbers = (
      await again.get(
        NORTH,
        'thing',
        (await ids(again)).filter((id) => id !== 'sum'),
      )
    ).map((found) => found?.['count'] as number)
    equal(
      [...numbers].sort((a, b) => a - b),
      range(1, 8),
      'The numbers given',
    )
  },
}))

export const groupCases: readonly ContractCase[] = [
  ...halves,
  {
    name: 'gives every key of a group its own answer, and applies a key again whose first batch was refused',
    async run(kit) {
      const commits = range(0, 19).map((at) =>
        kit.storage.commit(NORTH, {
          idempotency: { key: `k${at >> 1}`, fingerprint: 'f', answer: at >> 1, now: NOW },
          expect: at % 2 === 0 ? [{ object: 'thing', id: 'nobody', version: 1 }] : [],
          put: [thing(named(at))],
        }),
      )
      const refusals = await codes(commits)
      for (const at of range(0, 19))
        if (at % 2 === 1) equal(refusals[at], undefined, `The refusal of ${at}`)
        else holds(refusals[at] === undefined || refusals[at] === 'VERSION_CONFLICT', `${at} is refused or answered`)
      equal(
        await ids(kit.storage),
        range(0, 9).map((at) => named(at * 2 + 1)),
      )
      for (const at of range(0, 9)) equal((await kit.storage.answer(NORTH, `k${at}`, NOW))?.answer, at)
    },
  },
]
