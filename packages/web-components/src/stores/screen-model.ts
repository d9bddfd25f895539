import type { CrmApi, Me, ModelDescription, SelectOption } from '@kith/core'
import type { ScreenObject } from '../values/model.ts'

/** What a screen has to know before it shows records. */
export interface ScreenModel {
  readonly me: Me
  readonly model: ModelDescription
  readonly object: ScreenObject
}

/**
 * Reads who asks and what an object is like. Stages of pipelines become the options of `stageId`, so that screens show,
 * filter and choose them as any other choice.
 *
 * @throws KithError `NOT_FOUND` when there is no such object, or the person may not see it
 */
export async function readScreenModel(
  api: Pick<CrmApi, 'me' | 'model' | 'list'>,
  name: string,
): Promise<ScreenModel | undefined> {
  const [me, known] = await Promise.all([api.me(), api.model()])
  const model = { objects: await withStages(api, known.objects) }
  const object = model.objects.find((one) => one.name === name || one.plural === name)
  return object && { me, model, object }
}

async function withStages(
  api: Pick<CrmApi, 'list'>,
  objects: ModelDescription['objects'],
): Promise<ModelDescription['objects']> {
  if (!objects.some(staged)) return objects
  const { items } = await api.list('pipeline', { limit: 100 }).catch(() => ({ items: [] }))
  const options = new Map<string, SelectOption>()
  for (const { stages } of items)
    for (const stage of (stages ?? []) as readonly SelectOption[]) options.set(stage.id, stage)
  return objects.map((object) => {
    if (!staged(object)) return object
    const stageId = { ...object.fields['stageId'], type: 'select', options: [...options.values()] } as const
    return { ...object, fields: { ...object.fields, stageId } }
  })
}

const staged = ({ fields }: ScreenObject) => 'stageId' in fields && 'pipelineId' in fields
