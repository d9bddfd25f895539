import { expect, it } from 'vitest'
import { createClient } from '../client.ts'
import { BASE } from '../testing/fake-crm.ts'
import { LOOK, openWorld } from '../testing/world.ts'

const tidy = { label: 'Tidy', on: 'deal.updated', then: [{ do: 'create-activity', kind: 'task', subject: 'Tidy' }] }

it('everything about rules is the same over HTTP', async () => {
  const { crm, handle, ids } = await openWorld()
  const headers = { Authorization: 'Bearer main-admin' }
  const client = createClient({ baseUrl: BASE, headers, fetch: handle })
  expect((await client.rules({ locale: 'nb' })).map(({ rule }) => rule.id)).toContain(LOOK.id)
  expect(await client.ruleLabels()).toContainEqual({ id: LOOK.id, label: 'Look at it' })
  expect((await client.describeRule(tidy)).then).toHaveLength(1)
  await expect(client.describeRule({ ...tidy, if: { nothing: 1 } })).rejects.toMatchObject({
    code: 'INVALID_DEFINITION',
    details: { path: expect.stringContaining('/if') },
  })
  expect(await client.saveRule('tidy', tidy)).toMatchObject({ origin: 'stored', recordVersion: 1 })
  await expect(client.saveRule('tidy', tidy)).rejects.toMatchObject({ code: 'VERSION_REQUIRED' })
  expect(await client.saveRule('tidy', { ...tidy, active: false }, { ifVersion: 1 })).toMatchObject({ active: false })
  expect(await client.startRule(LOOK.id, { object: 'deal', id: ids.deal })).toBeUndefined()
  await crm.tick()
  expect(await client.why('deal', ids.deal)).toMatchObject([{ ruleId: LOOK.id, label: 'Look at it' }])
  const report = await client.simulateRules({ rules: [tidy], from: '2026-03-01T00:00:00Z', to: '2026-03-03T00:00:00Z' })
  expect(report).toMatchObject({ complete: true })
  expect(await client.simulationProgress()).toEqual({ share: null })
  expect(await client.approveReview(ids.review, { lookedSeconds: 12 })).toMatchObject({ status: 'approved' })
  expect(await client.reviewFigures()).toMatchObject({ approved: 1, medianSeconds: 12 })
  await client.contestReview(ids.review, { reason: 'No' })
  const manager = createClient({
    baseUrl: BASE,
    headers: { Authorization: 'Bearer main-manager' },
    fetch: handle,
  })
  await manager.refuseReview(ids.review, { lookedSeconds: 12, reason: 'No' })
  expect((await client.jobs({ state: 'dead' })).items).toMatchObject([{ id: ids.job, attempts: 8 }])
  expect(await client.retryJob(ids.job)).toBeUndefined()
  expect(await client.jobs({ state: 'dead' })).toEqual({ items: [] })
  await crm.close()
})

it('a simulation ends on the server when the request does', async () => {
  const { crm, handle } = await openWorld()
  const failures: unknown[] = []
  const headers = { Authorization: 'Bearer main-admin' }
  const client = createClient({ baseUrl: BASE, headers, fetch: handle })
  const stop = new AbortController()
  const on = { when: 'schedule', object: 'user', cron: '* * * * *' }
  const years = { rules: [{ ...tidy, on }], from: '2006-03-01T00:00:00Z', to: '2026-03-03T00:00:00Z' }
  const stopped = client.simulateRules(years, { signal: stop.signal }).catch((error) => failures.push(error))
  let share: number | null = null
  while (share === null) ({ share } = await client.simulationProgress())
  stop.abort()
  await stopped
  while (share !== null) ({ share } = await client.simulationProgress())
  expect(failures).toHaveLength(1)
  const short = { ...years, from: '2026-03-02T00:00:00Z', to: '2026-03-02T00:10:00Z' }
  expect(await client.simulateRules(short)).toMatchObject({ complete: true })
  await crm.close()
})
