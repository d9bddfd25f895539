import type { ProposedCommand, StoredRecord } from '@kith/core'
import type { ScreenObject } from '../values/model.ts'
import { pointing } from './pointing.ts'
import type { ReviewQueueApi, ReviewRow } from './review-queue-types.ts'
import { readRuleNames } from './rule-names.ts'
import type { Titles } from './titles.ts'

type Values = Readonly<Record<string, unknown>>

/** Learns what reviews speak of: records, colleagues, what commands and conditions point to, and rules by `rule:<id>`. */
export async function learnReviews(
  api: Pick<ReviewQueueApi, 'ruleLabels'>,
  locale: string,
  titles: Titles,
  reviews: readonly ReviewRow[],
  objects: readonly ScreenObject[],
  names: Map<string, string>,
): Promise<boolean> {
  const asks: Promise<boolean>[] = [learnRules(api, locale, reviews, names)]
  const ask = (to: string, ids: readonly unknown[]) => {
    const rows = ids.filter((id) => typeof id === 'string').map((id) => ({ id }) as StoredRecord)
    if (rows.length) asks.push(titles.learn(pointing(to), rows, ['id']))
  }
  const of = (name: unknown, values: unknown) => {
    const object = objects.find((one) => one.name === name)
    if (object && values) asks.push(titles.learn(object, [values as StoredRecord], Object.keys(object.fields)))
  }
  ask(
    'user',
    reviews.flatMap(({ servesIds = [], steps = [] }) => [...servesIds, ...steps.map(({ by }) => by)]),
  )
  for (const [object, all] of Map.groupBy(reviews, ({ object }) => object))
    ask(
      object,
      all.flatMap(({ recordId, counterCase }) => [recordId, counterCase?.recordId]),
    )
  for (const { object, reasons, evidence, counterCase, commands, changedCommands } of reviews) {
    for (const { values } of [...(reasons ?? []), ...(counterCase?.differs ?? [])]) of(object, values)
    of(object, evidence)
    for (const command of [...(commands ?? []), ...(changedCommands ?? [])]) learnCommand(command, { ask, of })
  }
  return (await Promise.all(asks)).some(Boolean)
}

interface Asking {
  readonly ask: (to: string, ids: readonly unknown[]) => void
  readonly of: (object: unknown, values: unknown) => void
}

function learnCommand(command: ProposedCommand, { ask, of }: Asking): void {
  const { operation, object, set, input, userId, from, to } = command as ProposedCommand & Record<string, Values>
  if (operation === 'update') of(object, set)
  if (operation === 'assign' || operation === 'logActivity' || operation === 'moveDeal')
    of(operation === 'logActivity' ? 'activity' : object, input)
  ask('user', [userId, input?.['ownerId']])
  for (const end of [from, to]) if (end?.['object']) ask(String(end['object']), [end['id']])
}

async function learnRules(
  api: Pick<ReviewQueueApi, 'ruleLabels'>,
  locale: string,
  reviews: readonly ReviewRow[],
  names: Map<string, string>,
): Promise<boolean> {
  const ids = [...new Set(reviews.flatMap(({ ruleId }) => (ruleId ? [ruleId] : [])))]
  const unknown = ids.filter((id) => !names.has(`rule:${id}`))
  if (!unknown.length) return false
  const known = await readRuleNames(api, locale)
  for (const id of unknown) names.set(`rule:${id}`, known.get(id) ?? sayId(id))
  return true
}

/** Of a rule that is no more its id is all that is known. */
export const sayId = (id: string): string => id.replaceAll('-', ' ').replace(/^./, (first) => first.toUpperCase())
