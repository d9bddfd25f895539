import type { RulesApi, WriteOptions } from '@kith/core'
import type { Connection } from './connection.ts'

/** The calls about rules, apart from `why`, whose address is that of a record. */
export function rulesOver({ call, open }: Connection): Omit<RulesApi, 'why'> {
  const sent = (options: WriteOptions | undefined) => (options ? { options } : {})
  const on = <Answer>(route: string, id: string, body: unknown, options?: WriteOptions): Promise<Answer> =>
    call(route, { params: { id }, body, ...sent(options) })
  return {
    rules: (query) => call('rules', { query }),
    ruleLabels: (query) => call('ruleLabels', { query }),
    describeRule: (rule, options) => call('describeRule', { body: { rule, ...options } }),
    saveRule: (id, rule, options) => on('saveRule', id, rule, options),
    async startRule(id, input, options) {
      await on('startRule', id, input, options)
    },
    // Without a time limit and without another try: it takes up to a minute, and one runs at a time.
    async simulateRules(input, { locale, signal } = {}) {
      const body = locale === undefined ? input : { ...input, locale }
      return (await open('simulateRules', { body, signal })).json()
    },
    simulationProgress: () => call('simulationProgress'),
    approveReview: (id, input, options) => on('approveReview', id, input, options),
    changeReview: (id, input, options) => on('changeReview', id, input, options),
    refuseReview: (id, input, options) => on('refuseReview', id, input, options),
    contestReview: (id, input, options) => on('contestReview', id, input, options),
    reviewFigures: () => call('reviewFigures'),
    jobs: (query) => call('jobs', { query }),
    async retryJob(id) {
      await on('retryJob', id, undefined)
    },
  }
}
