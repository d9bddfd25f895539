import type { RulesApi } from '@kith/core'
import { anyObject, BODIES, listOf, none, page, ref } from './schemas.ts'
import type { Parameter, Route, RouteInput, UserRoute } from './types.ts'

type Input<Name extends keyof RulesApi> = Parameters<RulesApi[Name]>[1] & {}

const locale: Parameter = { type: 'text', summary: 'Language of what is said.', example: 'nb' }
const limit: Parameter = { type: 'integer', min: 1, max: 200, summary: 'Entries at most; default 50.', example: '50' }

const read = (row: Pick<UserRoute, 'name' | 'path' | 'summary' | 'query' | 'output' | 'call'>): Route => ({
  method: 'GET',
  auth: 'user',
  kind: 'json',
  status: 200,
  ...row,
})
const post = (
  row: Pick<UserRoute, 'name' | 'path' | 'summary' | 'body' | 'output' | 'call'> &
    Partial<Pick<UserRoute, 'bodyOptional' | 'version'>>,
): Route => ({ method: 'POST', auth: 'user', kind: 'json', status: 200, ...row })

const bodyOf = <Body>(input: RouteInput) => input.body as Body
const done = async (call: Promise<void>) => {
  await call
  return {}
}

/** Rules, what they would do, why they did it, what waits for a person, and the work behind it. */
export const RULE_ROUTES: readonly Route[] = [
  read({
    name: 'rules',
    path: '/automation/rules',
    summary: 'All rules, those from code first.',
    query: { locale },
    output: listOf(ref('RuleDescription')),
    call: (api, { query }) => api.rules(query),
  }),
  read({
    name: 'ruleLabels',
    path: '/automation/labels',
    summary: 'What the rules are called, those from code first: for everybody who signs in.',
    query: { locale },
    output: listOf(ref('RuleLabel')),
    call: (api, { query }) => api.ruleLabels(query),
  }),
  post({
    name: 'describeRule',
    path: '/automation/describe',
    summary: 'Checks a rule that is not stored yet and says it in words.',
    body: BODIES.describeRule,
    output: ref('SaidRule'),
    call: (api, { body: { rule, ...options } }) => api.describeRule(rule, options),
  }),
  post({
    name: 'saveRule',
    path: '/automation/rules/{id}',
    summary: 'Makes or changes a rule; one from code takes only `active`.',
    body: anyObject,
    version: 'optional',
    output: ref('RuleDescription'),
    call: (api, { id, body, options }) => api.saveRule(id, body, options),
  }),
  post({
    name: 'startRule',
    path: '/automation/rules/{id}/start',
    summary: 'Starts a rule that people start, for one record.',
    body: BODIES.startRule,
    output: none,
    call: (api, input) => done(api.startRule(input.id, bodyOf<Input<'startRule'>>(input), input.options)),
  }),
  post({
    name: 'simulateRules',
    path: '/automation/simulate',
    summary:
      'What rules would have done over a part of the past. Nothing is done. Takes up to a minute; one at a time.',
    body: BODIES.simulateRules,
    output: ref('SimulationReport'),
    call(api, input) {
      const { locale: language, ...given } = bodyOf<Parameters<RulesApi['simulateRules']>[0] & { locale?: string }>(
        input,
      )
      const { signal } = input
      return api.simulateRules(given, language === undefined ? { signal } : { locale: language, signal })
    },
  }),
  read({
    name: 'simulationProgress',
    path: '/automation/simulate',
    summary: 'How much of the simulation that runs is done, from 0 to 1; null where none does.',
    output: ref('SimulationProgress'),
    call: (api) => api.simulationProgress(),
  }),
  read({
    name: 'why',
    path: '/{plural}/{id}/why',
    summary: 'What rules did to a record, newest first, with their conditions as they were then.',
    query: { locale, limit },
    output: listOf(ref('WhyEntry')),
    call: (api, { object, id, query }) => api.why(object, id, query),
  }),
  post({
    name: 'approveReview',
    path: '/reviews/{id}/approve',
    summary: 'Says yes to what a rule proposes: it is carried out.',
    body: BODIES.approveReview,
    version: 'optional',
    output: ref('Record'),
    call: (api, input) => api.approveReview(input.id, bodyOf<Input<'approveReview'>>(input), input.options),
  }),
  post({
    name: 'changeReview',
    path: '/reviews/{id}/change',
    summary: 'Says yes to the same deeds with other values.',
    body: BODIES.changeReview,
    version: 'optional',
    output: ref('Record'),
    call: (api, input) => api.changeReview(input.id, bodyOf<Input<'changeReview'>>(input), input.options),
  }),
  post({
    name: 'refuseReview',
    path: '/reviews/{id}/refuse',
    summary: 'Says no: nothing happens, and what an earlier approval did is undone.',
    body: BODIES.refuseReview,
    version: 'optional',
    output: ref('Record'),
    call: (api, input) => api.refuseReview(input.id, bodyOf<Input<'refuseReview'>>(input), input.options),
  }),
  post({
    name: 'contestReview',
    path: '/reviews/{id}/contest',
    summary: 'Objects to a proposal or a decision: somebody else must decide.',
    body: BODIES.contestReview,
    version: 'optional',
    output: ref('Record'),
    call: (api, input) => api.contestReview(input.id, bodyOf<Input<'contestReview'>>(input), input.options),
  }),
  read({
    name: 'reviewFigures',
    path: '/automation/reviews',
    summary: 'How long people looked before they approved, and how often they did.',
    output: ref('ReviewFigures'),
    call: (api) => api.reviewFigures(),
  }),
  read({
    name: 'jobs',
    path: '/automation/jobs',
    summary: 'Work that waits, or that gave up.',
    query: { state: { type: 'text', summary: '`waiting` or `dead`.', example: 'dead', required: true }, limit },
    output: page(ref('JobDescription')),
    call: (api, { query }) => api.jobs(query as unknown as Parameters<RulesApi['jobs']>[0]),
  }),
  post({
    name: 'retryJob',
    path: '/automation/jobs/{id}/retry',
    summary: 'Puts work that gave up to be done again now.',
    body: none,
    bodyOptional: true,
    output: none,
    call: (api, { id }) => done(api.retryJob(id)),
  }),
]
