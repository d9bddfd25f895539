import { describe, expect, it } from 'vitest'
import { BASE } from '../testing/fake-crm.ts'
import { memoryFiles, openWorld } from '../testing/world.ts'
import { createHandler } from './index.ts'
import { safeName } from './upload.ts'

const admin = { Authorization: 'Bearer main-admin' }

describe('the handler', () => {
  it('lets go of a file whose bytes nobody reads', async () => {
    const files = memoryFiles()
    let open = 0
    const get: typeof files.get = async () => {
      open++
      return new ReadableStream({
        pull: (controller) => controller.enqueue(new Uint8Array(10)),
        cancel: () => void open--,
      })
    }
    const world = await openWorld({ files: { ...files, get } })
    const url = `${BASE}/files/${world.ids.file}/content`
    const response = await world.handle(new Request(url, { method: 'HEAD', headers: admin }))
    expect([response.status, response.body, open]).toEqual([200, null, 0])
    await world.crm.close()
  })

  it('answers also where the host cannot hear of an error', async () => {
    const crm = {
      model: (await openWorld()).crm.model,
      as: () => {
        throw new Error('broken')
      },
      visitors: () => {
        throw new Error('broken')
      },
    }
    const onError = () => {
      throw new Error('broken as well')
    }
    const authenticate = () => ({ tenant: 'main', id: 'ida', roles: [] })
    const handle = createHandler(crm, { authenticate, onError })
    expect((await handle(new Request(`${BASE}/me`))).status).toBe(500)
  })

  it('tells the engine which forms a site may show', async () => {
    const asked: unknown[] = []
    const world = await openWorld()
    const crm = {
      ...world.crm,
      visitors: (site: Parameters<typeof world.crm.visitors>[0]) => {
        asked.push(site)
        return world.crm.visitors(site)
      },
    }
    const sites = [{ key: 'site_one', tenant: 'main', origins: [], forms: ['contact'] }]
    const handle = createHandler(crm, { authenticate: () => undefined, sites })
    await handle(new Request(`${BASE}/forms/contact`, { headers: { 'Kith-Site': 'site_one' } }))
    expect(asked).toEqual([{ tenant: 'main', formIds: ['contact'] }])
  })
})

describe('safeName', () => {
  it.each(['a', 'ab', 'abc'])('never cuts a character in half: %s', (end) => {
    const name = safeName(`${'😀'.repeat(300)}${end}`)
    expect(name.isWellFormed()).toBe(true)
    expect(name.length).toBeLessThanOrEqual(255)
  })
})
