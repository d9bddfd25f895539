import type { StoredRecord } from '@kith/core'
import type { ScreenObject } from '../values/model.ts'
import type { RecordApi, RecordChildren, RecordParent, RecordStage, RecordState } from './record-types.ts'

type Objects = RecordState['objects']

/** What has its own place on the page, or is not looked at. */
const ELSEWHERE: readonly string[] = [
  'activity',
  'message',
  'submission',
  'consent',
  'link',
  'file',
  'user',
  'team',
  'territory',
  'fieldDefinition',
]
const SHOWN = 5
const ALL = 100

/** Fields of an object that point to another one. */
export const pointers = (object: ScreenObject | undefined, to: string): readonly string[] =>
  Object.entries(object?.fields ?? {})
    .filter(([id, field]) => field.type === 'relation' && field.to === to && !field.many && !SELF.includes(id))
    .map(([id]) => id)
const SELF: readonly string[] = ['id', 'mergedInto']

const named = (objects: Objects, name: string) => objects.find((object) => object.name === name)

const about = (fields: readonly string[], id: string) => ({ or: fields.map((field) => ({ [field]: id })) })

/** Records that point to this one, by object; those with none are left out. */
export async function readChildren(
  api: RecordApi,
  objects: Objects,
  object: string,
  id: string,
): Promise<readonly RecordChildren[]> {
  const found = await Promise.all(
    objects
      .filter(({ name }) => !ELSEWHERE.includes(name))
      .map(async (one): Promise<RecordChildren | undefined> => {
        const fields = pointers(one, object)
        if (!fields.length) return undefined
        const query = { where: about(fields, id), sort: '-updatedAt', limit: SHOWN }
        const page = await api.list(one.name, query).catch(() => undefined)
        return page?.items.length ? { object: one, rows: page.items, more: !!page.nextCursor } : undefined
      }),
  )
  return found.filter((one) => one !== undefined)
}

/** Records that this one points to, but for colleagues and what has no page. */
export async function readParents(
  api: RecordApi,
  objects: Objects,
  object: ScreenObject,
  record: StoredRecord,
): Promise<readonly RecordParent[]> {
  const fields = Object.entries(object.fields).filter(
    ([id, { type, to = '', many }]) =>
      type === 'relation' &&
      !many &&
      !SELF.includes(id) &&
      !ELSEWHERE.includes(to) &&
      !['pipeline', 'form'].includes(to),
  )
  const found = await Promise.all(
    fields.map(async ([field, { to = '' }]): Promise<RecordParent | undefined> => {
      const of = named(objects, to)
      const id = record[field]
      if (!of || typeof id !== 'string') return undefined
      const parent = await api.get(to, id).catch(() => undefined)
      return parent && { field, object: of, record: parent }
    }),
  )
  return found.filter((one) => one !== undefined)
}

/** Open tasks about a record; undefined where the model knows no such thing. */
export async function readTasks(api: RecordApi, objects: Objects, object: string, id: string) {
  const fields = pointers(named(objects, 'activity'), object)
  if (!fields.length) return undefined
  const where = { and: [about(fields, id), { kind: 'task', status: 'open' }] }
  const page = await api.list('activity', { where, sort: 'dueAt', limit: ALL }).catch(() => undefined)
  return page?.items ?? []
}

/** Consents of a person; undefined where the model knows no such thing. */
export async function readConsents(api: RecordApi, objects: Objects, object: string, id: string) {
  const fields = pointers(named(objects, 'consent'), object)
  if (!fields.length) return undefined
  const page = await api
    .list('consent', { where: about(fields, id), sort: '-givenAt', limit: ALL })
    .catch(() => undefined)
  return page?.items ?? []
}

/** Stages of the pipeline that a record is in. */
export async function readStages(api: RecordApi, record: StoredRecord): Promise<readonly RecordStage[]> {
  const { pipelineId, stageId } = record
  if (typeof pipelineId !== 'string' || !stageId) return []
  const pipeline = await api.get('pipeline', pipelineId).catch(() => undefined)
  return (pipeline?.['stages'] ?? []) as readonly RecordStage[]
}
