import type { RulesApi } from '@kith/core'
import { call } from './call.ts'
import { connectionOf } from './connection.ts'
import type { HttpApiOptions, Requests } from './requests.ts'

/** The calls about rules, reviews and jobs by fetch; `why` is asked of the address of a record. */
export function rulesOver(
  options: HttpApiOptions,
  { read, write }: Pick<Requests, 'read' | 'write'>,
): Omit<RulesApi, 'why'> {
  const { base, headers } = options
  /** A question that has a body: nothing is written, so it needs no key. */
  const ask = <Answer>(path: string, body: object, signal?: AbortSignal) =>
    call<Answer>(connectionOf(base), path, { body, headers, signal })
  const review = (id: string, what: string) => `/reviews/${encodeURIComponent(id)}/${what}`
  const rule = (id: string, ...more: string[]) => ['/automation/rules', encodeURIComponent(id), ...more].join('/')
  return {
    rules: (query) => read('/automation/rules', query),
    ruleLabels: (query) => read('/automation/labels', query),
    describeRule: (written, more) => ask('/automation/describe', { rule: written, ...more }),
    saveRule: (id, written, more) => write(rule(id), written, more),
    startRule: (id, input, more) => write(rule(id, 'start'), input, more),
    simulateRules: (input, { locale, signal } = {}) =>
      ask('/automation/simulate', { ...input, ...(locale !== undefined && { locale }) }, signal),
    simulationProgress: () => read('/automation/simulate'),
    approveReview: (id, input, more) => write(review(id, 'approve'), input, more),
    changeReview: (id, input, more) => write(review(id, 'change'), input, more),
    refuseReview: (id, input, more) => write(review(id, 'refuse'), input, more),
    contestReview: (id, input, more) => write(review(id, 'contest'), input, more),
    reviewFigures: () => read('/automation/reviews'),
    jobs: (query) => read('/automation/jobs', query),
    retryJob: (id) => write(`/automation/jobs/${encodeURIComponent(id)}/retry`, {}),
  }
}
