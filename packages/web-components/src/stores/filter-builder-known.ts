import type { CrmApi } from '@kith/core'

const RECORDS = 100
const MOST = 8

/** Values that the newest records have in a text field, where they are few that come again and again: sources, campaigns. */
export async function readKnownValues(
  api: Pick<CrmApi, 'list'>,
  object: string,
  field: string,
): Promise<readonly string[]> {
  const { items } = await api
    .list(object, { sort: '-createdAt', limit: RECORDS, where: { [field]: { empty: false } } })
    .catch(() => ({ items: [] }))
  const all = items.map((one) => one[field]).filter((value) => typeof value === 'string')
  const counted = [...Map.groupBy(all, (value) => value)].map(([value, { length }]) => ({ value, length }))
  const isVocabulary = counted.length <= MOST && counted.length * 2 <= all.length
  return isVocabulary ? counted.sort((a, b) => b.length - a.length).map(({ value }) => value) : []
}
