import type { RulesApi } from '@kith/core'
import { labelText } from '@kith/core/shared'

/** What rules are called, by id, also those of the configuration; nothing for who may not configure. */
export async function readRuleNames(
  api: Pick<RulesApi, 'rules'>,
  locale: string,
): Promise<ReadonlyMap<string, string>> {
  const all = await api.rules({ locale }).catch(() => [])
  return new Map(all.map(({ rule }) => [rule.id, labelText(rule.label, locale, rule.id)]))
}
