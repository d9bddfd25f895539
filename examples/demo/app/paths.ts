import type { ModelDescription } from '@kith/core'
import type { Signed } from './client.ts'

type Objects = ModelDescription['objects']

/** Objects of Kith itself that have no list in the navigation. */
const INSIDE: readonly string[] = [
  'pipeline',
  'form',
  'submission',
  'consent',
  'conversation',
  'message',
  'user',
  'team',
  'territory',
  'tag',
  'file',
  'link',
  'tenant',
  'fieldDefinition',
  'segmentMember',
  'notification',
]
const FIRST: readonly string[] = ['lead', 'contact', 'company', 'deal', 'ticket', 'activity']
const LAST: readonly string[] = ['segment', 'rule', 'review']

/** Objects with a list: Kith's in the order of a sale, then the app's own as they come from the model, then what works by itself. */
export function listedObjects(objects: Objects): Objects {
  const shown = objects.filter(({ name }) => !INSIDE.includes(name))
  const rank = (name: string) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length + 1 + LAST.indexOf(name))
  return [...shown].sort((a, b) => rank(a.name) - rank(b.name))
}

/** Address of a record's page; undefined for what has none, or none for this person. */
export function recordPath({ me, model }: Signed, object: string, id: string): string | undefined {
  if (object === 'rule') return me.canConfigure ? `/app/rules/${encodeURIComponent(id)}` : undefined
  const found = model.objects.find(({ name }) => name === object)
  if (!found || (INSIDE.includes(object) && object !== 'conversation')) return undefined
  return object === 'conversation' ? `/app/inbox/${id}` : `/app/${found.plural}/${id}`
}
