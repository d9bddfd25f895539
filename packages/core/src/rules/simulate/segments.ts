import { event } from '../../domain/plan.ts'
import type { DomainEvent } from '../../domain/types.ts'
import { checkFilter } from '../../filter/check.ts'
import { compileCondition } from '../../filter/compile.ts'
import type { StoredRecord } from '../../schema/record.ts'
import type { SeenChange } from './derive-events.ts'
import { inSteps, type Steps } from './steps.ts'
import type { Simulation } from './types.ts'
import type { World } from './world.ts'

/** Who is in which segment while a simulation runs. */
export interface SegmentWatch {
  /** Whether rules listen, and time alone brings records into the segment or takes them out. */
  isMoving(segment: StoredRecord): boolean
  /** Records that came into segments that rules listen to, or left them, by what was written. */
  events(seen: readonly SeenChange[], now: string): readonly DomainEvent[]
  /** The same for all records of one segment, by the time. */
  sweep(segment: StoredRecord, now: string, share: number): Steps<readonly DomainEvent[]>
}

type Test = (record: StoredRecord) => boolean

/** Two times between which whatever depends on time differs. */
const FAR_APART = ['2001-01-01T00:00:00.000Z', '2037-07-16T11:22:33.444Z'] as const

/** @param wanted Whether rules listen to segments at all. */
export function* watchSegments(input: Simulation, world: World, wanted: boolean): Steps<SegmentWatch> {
  const members = new Map<string, Set<string>>()
  const objectOf = (segment: StoredRecord) => String(segment['object'])
  const conditionOf = (segment: StoredRecord, now: string) =>
    checkFilter(input.model, objectOf(segment), segment['where'], { now, zone: input.zone })
  const testOf = (segment: StoredRecord, now: string): Test => {
    if (segment['where'] === undefined) return () => false
    const holds = compileCondition(conditionOf(segment, now))
    return (record) => record['deletedAt'] === undefined && holds(record, world)
  }
  const placesOf = (segment: StoredRecord, now: string) => {
    const known = members.get(segment.id)
    if (known) return known
    const made = new Set([...world.all(objectOf(segment))].filter(testOf(segment, now)).map(({ id }) => id))
    members.set(segment.id, made)
    return made
  }
  const moves = (segment: StoredRecord, places: Set<string>, test: Test, record: StoredRecord): DomainEvent[] => {
    const is = test(record)
    if (is === places.has(record.id)) return []
    if (is) places.add(record.id)
    else places.delete(record.id)
    return [event(is ? 'segment.entered' : 'segment.left', objectOf(segment), record.id, { segmentId: segment.id })]
  }
  const begin = input.from ?? input.changes[0]?.at ?? '2000-01-01T00:00:00.000Z'
  for (const segment of wanted ? world.all('segment') : []) {
    const places = new Set<string>()
    members.set(segment.id, places)
    const test = testOf(segment, begin)
    const object = objectOf(segment)
    yield* inSteps([{ object, records: world.all(object) }], (_, record) => {
      if (test(record)) places.add(record.id)
    })
  }
  return {
    isMoving(segment) {
      if (!wanted || segment['where'] === undefined) return false
      const [early, late] = FAR_APART.map((now) => JSON.stringify(conditionOf(segment, now)))
      return early !== late
    },
    events(seen, now) {
      if (!wanted) return []
      return [...world.all('segment')].flatMap((segment) => {
        const own = seen.filter(({ change }) => change.object === objectOf(segment))
        if (own.length === 0) return []
        const [places, test] = [placesOf(segment, now), testOf(segment, now)]
        return own.flatMap(({ after }) => moves(segment, places, test, after))
      })
    },
    *sweep(segment, now, share) {
      const [places, test] = [placesOf(segment, now), testOf(segment, now)]
      const events: DomainEvent[] = []
      const records = [...world.all(objectOf(segment))]
      yield* inSteps(
        [{ object: objectOf(segment), records }],
        (_, record) => void events.push(...moves(segment, places, test, record)),
        share,
      )
      return events
    },
  }
}
