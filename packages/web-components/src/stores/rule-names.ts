import type { RulesApi } from '@kith/core'

/** What rules are called, by id, also those of the configuration; nothing where the client cannot say. */
export async function readRuleNames(
  api: Partial<Pick<RulesApi, 'ruleLabels'>>,
  locale: string,
): Promise<ReadonlyMap<string, string>> {
  const all = await api.ruleLabels?.({ locale }).catch(() => [])
  return new Map(all?.map(({ id, label }) => [id, label]))
}
