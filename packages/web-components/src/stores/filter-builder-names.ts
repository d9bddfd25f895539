import type { CrmApi } from '@kith/core'
import { titleOf } from '../values/text.ts'
import type { FilterModel } from './filter-builder-model.ts'
import type { ConditionNode, Place } from './filter-builder-types.ts'

/** How many names one request asks for. */
const MOST = 200

/** Names of the records that conditions compare with, without those that are known; one request per object. */
export async function readNames(
  api: Pick<CrmApi, 'list'>,
  model: FilterModel,
  place: Place,
  root: ConditionNode,
  known: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const wanted = new Map<string, Set<string>>()
  gather(model, place, root, (object, id) => {
    if (!known.has(id)) wanted.set(object, (wanted.get(object) ?? new Set()).add(id))
  })
  const names = new Map<string, string>()
  const ask = async (object: string, ids: readonly string[]) => {
    const title = model.objects.find(({ name }) => name === object)?.title
    const page = await api.list(object, { where: { id: { in: ids } }, limit: MOST }).catch(() => undefined)
    for (const record of page?.items ?? []) names.set(record.id, titleOf(record, title))
  }
  await Promise.all([...wanted].map(([object, ids]) => ask(object, [...ids].slice(0, MOST))))
  return names
}

function gather(
  model: FilterModel,
  place: Place,
  node: ConditionNode,
  add: (object: string, id: string) => void,
): void {
  if (node.kind === 'group') for (const one of node.of) gather(model, place, one, add)
  if (node.kind !== 'row') return
  const subject = model.subject(place, node.path)
  if (!subject) return
  if (node.inner) gather(model, model.inside(subject, node.operator), node.inner, add)
  const { to } = subject.field
  if (!to || subject.part !== undefined) return
  for (const id of Array.isArray(node.value) ? node.value : [node.value]) if (typeof id === 'string') add(to, id)
}
