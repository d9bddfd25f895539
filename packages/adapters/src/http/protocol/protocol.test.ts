import { defineObject, text } from '@kith/core'
import { KithError } from '@kith/core/shared'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  errorOfProblem,
  fillPath,
  matchPath,
  parseJsonObject,
  problemOf,
  RESERVED_PLURALS,
  ROUTES,
  readEvents,
  readQuery,
  type SseEvent,
  writeEvent,
  writeQuery,
} from './index.ts'

describe('the route table', () => {
  it('has no name and no address twice', () => {
    const names = ROUTES.map(({ name }) => name)
    const addresses = ROUTES.map(({ method, path }) => `${method} ${path}`)
    expect([new Set(names).size, new Set(addresses).size]).toEqual([names.length, addresses.length])
  })

  it('is found again from its own paths', () => {
    for (const route of ROUTES) {
      const path = fillPath(route.path, { plural: 'houses', id: 'a1', name: 'house' })
      const match = matchPath(path).find((one) => one.route.method === route.method)
      expect(match?.route.name).toBe(route.name)
    }
  })

  it('keeps its own addresses free of objects', () => {
    for (const plural of RESERVED_PLURALS) {
      const define = () =>
        defineObject({ name: 'thing', plural, label: 'Thing', title: 'name', fields: { name: text() } })
      expect(define, plural).toThrow(expect.objectContaining({ code: 'INVALID_DEFINITION' }))
    }
  })

  it('fills any id into a path and takes it out again', () => {
    const anId = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$/)
    fc.assert(
      fc.property(anId, (id) => {
        expect(matchPath(fillPath('/deals/{id}/move', { id }))[0]?.params).toEqual({ id })
      }),
    )
  })
})

describe('a query', () => {
  const parameters = {
    where: { type: 'json', summary: '' },
    sort: { type: 'text', summary: '' },
    limit: { type: 'integer', summary: '', max: 200 },
    deleted: { type: 'boolean', summary: '' },
    sum: { type: 'list', summary: '' },
  } as const

  it('is read as it was written', () => {
    const values = fc.record(
      {
        where: fc.dictionary(
          fc.string().filter((key) => key !== '__proto__'),
          fc.oneof(fc.string(), fc.integer(), fc.boolean()),
        ),
        sort: fc.string({ minLength: 1 }),
        limit: fc.integer({ min: 0, max: 200 }),
        deleted: fc.boolean(),
        sum: fc.array(fc.stringMatching(/^[a-z.]{1,10}$/), { minLength: 1 }),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(values, (given) => {
        expect(readQuery(new URLSearchParams(writeQuery(given)), parameters)).toEqual(given)
      }),
    )
  })
})

describe('a problem', () => {
  it.each([
    ['VERSION_CONFLICT', { current: { id: 'd1', version: 4 }, object: 'deal' }],
    ['INVALID_INPUT', { issues: [{ path: '/name', code: 'required', message: 'Fill this in.' }] }],
    ['RATE_LIMITED', { retryAfterSeconds: 3 }],
    ['UNKNOWN_OBJECT', { object: 'unicorn' }],
    ['OVERLOADED', { retryAfterSeconds: 3 }],
  ] as const)('%s comes back as the error that it was', (code, details) => {
    const error = errorOfProblem(JSON.parse(JSON.stringify(problemOf(new KithError(code, details), 'r1'))))
    expect([error?.code, error?.details, error?.message]).toEqual([code, details, new KithError(code, details).message])
  })

  it('of what is not there says nothing else', () => {
    const problem = problemOf(new KithError('NOT_FOUND', { id: 'd1', object: 'deal' }), 'r1')
    expect(problem).toEqual(problemOf(new KithError('NOT_FOUND'), 'r2'))
  })

  it('of a failure keeps its details to itself', () => {
    const text = JSON.stringify(problemOf(new KithError('STORAGE_UNSAFE', { reason: '/var/secret' }), 'r1'))
    expect(text).not.toContain('secret')
  })

  it('cannot be told what it is by its details', () => {
    const problem = problemOf(new KithError('STILL_REFERENCED', { status: 200, type: 'x', by: 'deals' }), 'r1')
    expect(problem).toMatchObject({ status: 409, type: 'urn:kith:error:STILL_REFERENCED', by: 'deals' })
  })

  it.each([null, 'text', {}, { code: 'toString' }, { code: 7 }])('is not %j', (body) => {
    expect(errorOfProblem(body)).toBeUndefined()
  })
})

describe('parseJsonObject', () => {
  it('reads plain JSON as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 6 })), (value) => {
        const text = JSON.stringify(value)
        if (!text.includes('"__proto__"')) expect(parseJsonObject(text)).toEqual(JSON.parse(text))
      }),
    )
  })
})

describe('server-sent events', () => {
  const streamOf = (text: string, cuts: readonly number[]) => {
    const bytes = new TextEncoder().encode(text)
    const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((left, right) => left - right)
    const parts = [0, ...places].map((from, at) => bytes.subarray(from, [...places, bytes.length][at]))
    return new ReadableStream<Uint8Array>({
      start(controller) {
        for (const part of parts) controller.enqueue(part)
        controller.close()
      },
    })
  }
  const all = async (text: string, cuts: readonly number[] = []) => {
    const events = []
    for await (const event of readEvents(streamOf(text, cuts))) events.push(event)
    return events
  }

  it('are read as they were written, wherever the stream is cut', async () => {
    const anEvent = fc.record({
      id: fc.nat().map(String),
      event: fc.constantFrom('change', 'reset'),
      data: fc.jsonValue().map((value) => JSON.stringify(value)),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(anEvent), fc.array(fc.nat()), async (events: SseEvent[], cuts) => {
        expect(await all(events.map(writeEvent).join(': beat\n\n'), cuts)).toEqual(events)
      }),
    )
  })

  it('are read with every kind of line end', async () => {
    const text = ': hello\r\nretry: 1500\r\n\r\nid: 1\rdata: a\rdata: b\r\rdata:c\n\n'
    expect(await all(text)).toEqual([
      { retryMs: 1500 },
      { id: '1', event: 'message', data: 'a\nb' },
      { event: 'message', data: 'c' },
    ])
  })

  it('that were cut off are not handed out', async () => {
    expect(await all('data: whole\n\ndata: half')).toEqual([{ event: 'message', data: 'whole' }])
  })
})
