import type { FieldDefinition, FieldMap, Model, ModelDescription, SelectOption } from '@kith/core'
import { checkFilter } from '@kith/core/filter'
import { KithError } from '@kith/core/shared'
import type { ScreenField } from '../values/model.ts'
import { isPart, OPERATORS, type Operand, SAMPLES, type ValueKind } from './filter-builder-operators.ts'
import type { FilterProblem, Place } from './filter-builder-types.ts'

/** What a condition asks about. */
export interface Subject {
  /** Object that the field belongs to. */
  readonly object: string
  readonly field: ScreenField
  /** `city` of an address, `kind` of an entry. */
  readonly part?: string
  /** An entry of a list, not the whole field. */
  readonly entry: boolean
  /** Relations that lead there. */
  readonly steps: readonly ScreenField[]
  /** What it is compared with; undefined where only emptiness or entries can be asked. */
  readonly kind: ValueKind | undefined
  /** Operators that core takes here, in the order in which they are offered. */
  readonly operators: readonly string[]
}

/** The model of a tenant as a builder needs it. */
export interface FilterModel {
  readonly objects: ModelDescription['objects']
  /** What filters are checked against. */
  readonly strict: Model
  /** The same with the names of stages, for sentences. */
  readonly spoken: Model
  /** What a path of a row leads to; undefined where there is no such field. */
  subject(place: Place, path: readonly string[]): Subject | undefined
  /** What conditions inside a row are about: the related record, linked records, entries. */
  inside(subject: Subject, operator: string): Place
  /** Why the server would refuse a filter on an object; undefined when it takes it. */
  check(object: string, filter: unknown): FilterProblem | undefined
}

/** A stand-in for who asks: the answer of a check does not depend on it. */
const CONTEXT = {
  now: '2026-01-01T00:00:00.000Z',
  zone: 'UTC',
  actor: { id: 'someone', teams: ['some'], keys: ['some'] },
}

/**
 * Makes it of what the API tells.
 *
 * @param stages Stages of pipelines, which are offered for `stageId`.
 * @param changes Conditions of a rule: they may ask what was there before.
 */
export function filterModel(
  description: ModelDescription,
  stages: readonly SelectOption[] = [],
  changes = false,
): FilterModel {
  const strict = modelOf(description.objects)
  const objects = description.objects.map((object) => withStages(object, stages))
  const spoken = modelOf(objects)
  const known = new Map<string, Pick<Subject, 'kind' | 'operators'>>()

  const check = (object: string, filter: unknown): FilterProblem | undefined => {
    try {
      checkFilter(strict, object, filter, CONTEXT, { before: changes })
      return undefined
    } catch (error) {
      const { path = '', reason = (error as Error).message } =
        (error as { details?: Partial<FilterProblem> }).details ?? {}
      return { path, reason }
    }
  }

  const learn = (about: Omit<Subject, 'kind' | 'operators'>) => {
    const { object, field, part, entry } = about
    const key = [object, field.id, part, entry].join()
    const found = known.get(key) ?? ask((operand) => !check(object, wrapped(about, operand)), field, part, entry)
    known.set(key, found)
    return { ...about, ...found }
  }

  const subject: FilterModel['subject'] = (place, path) => {
    if (place.list !== undefined) {
      const field = spoken.field(place.object, place.list)
      if (!field || path.length > 1) return undefined
      const [part] = path
      const about = { object: place.object, field: { ...field, id: place.list }, entry: true, steps: [] }
      return offered(learn(part === undefined ? about : { ...about, part }))
    }
    const steps: ScreenField[] = []
    let { object } = place
    for (const [at, id] of path.entries()) {
      const definition = spoken.field(object, id)
      if (!definition) return undefined
      const field = { ...definition, id }
      const rest = path.slice(at + 1)
      if (rest.length === 0) return learn({ object, field, entry: false, steps })
      if (field.type !== 'relation' || field.many)
        return rest.length > 1
          ? undefined
          : offered(learn({ object, field, part: rest[0] as string, entry: false, steps }))
      steps.push(field)
      object = field.to ?? ''
    }
    return undefined
  }

  return {
    objects,
    strict,
    spoken,
    check,
    subject,
    inside: ({ object, field }) =>
      field.type === 'links' || (field.type === 'relation' && !field.many)
        ? { object: field.to ?? '' }
        : { object, list: field.id },
  }
}

/** A part that nothing can be asked of is none. */
const offered = (subject: Subject) =>
  subject.operators.length && (subject.part === undefined || isPart(subject.part)) ? subject : undefined

/** Puts an operand where a subject's conditions stand. */
function wrapped({ field, part, entry }: Pick<Subject, 'field' | 'part' | 'entry'>, operand: unknown): unknown {
  const inner = part === undefined ? operand : { [part]: operand }
  return { [field.id]: entry ? { some: inner } : inner }
}

/** Finds out what can be asked, by asking core: what it takes is offered, so nobody writes a second table. */
function ask(
  takes: (operand: unknown) => boolean,
  field: FieldDefinition,
  part: string | undefined,
  entry: boolean,
): Pick<Subject, 'kind' | 'operators'> {
  const option = part === undefined ? field.options?.[0] : undefined
  const samples = { ...SAMPLES, option: option?.id }
  const kinds = option ? (['option'] as const) : (Object.keys(SAMPLES) as ValueKind[])
  const kind = kinds.find((one) => takes({ eq: samples[one] }))
  const sample = kind && samples[kind]
  const operand: Readonly<Record<Operand, () => unknown>> = {
    one: () => sample,
    several: () => [sample],
    text: () => 'x',
    nothing: () => true,
    period: () => 'today',
    duration: () => ({ days: 1 }),
    days: () => 'today',
    circle: () => ({ latitude: 0, longitude: 0, withinKm: 1 }),
    area: () => ({ north: 1, south: 0, west: 0, east: 1 }),
    inner: () => (field.type === 'links' ? {} : sample),
  }
  const operators = Object.entries(OPERATORS).filter(([name, { takes: shape, as = name, value }]) => {
    if (name === 'related') return field.type === 'relation' && !field.many && !entry && part === undefined && takes({})
    return takes({ [as]: value ?? operand[shape]() })
  })
  return { kind, operators: operators.map(([name]) => name) }
}

function withStages(object: ModelDescription['objects'][number], stages: readonly SelectOption[]) {
  const { stageId, pipelineId } = object.fields
  if (!stageId || !pipelineId || !stages.length) return object
  return { ...object, fields: { ...object.fields, stageId: { ...stageId, options: stages } } }
}

/** What `@kith/core/filter` asks of a model, answered from a description. */
function modelOf(objects: ModelDescription['objects']): Model {
  const byName = new Map(objects.map((object) => [object.name, object]))
  const object = (name: string) => {
    const found = byName.get(name)
    if (!found) throw new KithError('UNKNOWN_OBJECT', { object: name })
    return found
  }
  const fields = (name: string): FieldMap => object(name).fields
  return {
    objects: byName,
    object,
    byPlural: (plural) => object(objects.find((one) => one.plural === plural)?.name ?? plural),
    fields,
    field: (name, id) => (Object.hasOwn(byName.get(name)?.fields ?? {}, id) ? fields(name)[id] : undefined),
    withFields: () => {
      throw new KithError('INTERNAL')
    },
  }
}
