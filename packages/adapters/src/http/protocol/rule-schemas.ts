import { anyObject, flag, id, instant, listOf, orNull, ref, shape, strings, text, whole } from './shapes.ts'
import type { JsonSchema } from './types.ts'

const looked = { lookedSeconds: { type: 'number', minimum: 0, maximum: 86_400 } } as const
const reason = text(2_000)

/** Bodies of the calls about rules. */
export const RULE_BODIES = {
  describeRule: shape({ rule: anyObject, 'locale?': text(35) }),
  startRule: shape({ object: text(64), id }),
  simulateRules: shape({
    rules: { type: 'array', items: {}, minItems: 1, maxItems: 1_000 },
    'instead?': { type: 'array', items: {}, minItems: 1, maxItems: 1_000 },
    from: instant,
    to: instant,
    'locale?': text(35),
  }),
  approveReview: shape({ ...looked, 'reason?': reason }),
  changeReview: shape({ ...looked, reason, commands: { type: 'array', items: anyObject, maxItems: 100 } }),
  refuseReview: shape({ ...looked, reason }),
  contestReview: shape({ reason, 'by?': text() }),
} as const satisfies Record<string, JsonSchema>

const condition = ref('SaidCondition')

/** Answers of the calls about rules. */
export const RULE_ANSWERS: Readonly<Record<string, JsonSchema>> = {
  SaidRule: shape({ when: { type: 'string' }, 'if?': { type: 'string' }, then: strings, text: { type: 'string' } }),
  SaidCondition: shape({ sentence: { type: 'string' }, holds: flag, values: anyObject }),
  RuleLabel: shape({ id: text(), label: { type: 'string' } }),
  RuleDescription: shape({
    rule: anyObject,
    origin: { enum: ['code', 'stored'] },
    active: flag,
    'recordVersion?': whole,
    'createdAt?': instant,
    said: ref('SaidRule'),
    runs: shape({ count: whole, 'lastAt?': instant }),
  }),
  SaidRun: shape({
    at: instant,
    ruleId: text(),
    ruleVersion: whole,
    object: text(),
    id,
    'title?': { type: 'string' },
    said: strings,
    deeds: listOf(shape({ said: text(), alike: text(), 'who?': { type: 'string' } })),
    skipped: strings,
    conditions: listOf(condition),
    'waitsUntil?': instant,
    chain: strings,
    review: flag,
  }),
  SimulationReport: shape({
    from: instant,
    to: instant,
    changes: whole,
    runs: listOf(ref('SaidRun')),
    more: flag,
    tallies: listOf(shape({ ruleId: text(), considered: whole, fired: whole, commands: whole, reviews: whole })),
    stops: listOf(
      shape({
        at: instant,
        object: text(),
        id,
        reason: { enum: ['loop', 'budget', 'error'] },
        'message?': { type: 'string' },
        'loop?': strings,
      }),
    ),
    'differences?': listOf(
      shape({ object: text(), id, 'title?': { type: 'string' }, before: strings, after: strings }),
    ),
    complete: flag,
  }),
  SimulationProgress: shape({ share: orNull({ type: 'number', minimum: 0, maximum: 1 }) }),
  WhyEntry: shape({
    at: instant,
    ruleId: text(),
    ruleVersion: whole,
    label: { type: 'string' },
    said: ref('SaidRule'),
    conditions: listOf(condition),
    did: listOf(shape({ object: text(), id, 'field?': text(), 'before?': {}, 'after?': {}, seq: whole })),
    correlation: text(),
  }),
  ReviewFigures: shape({
    approved: whole,
    refused: whole,
    changed: whole,
    contested: whole,
    medianSeconds: { type: 'number', minimum: 0 },
    quick: whole,
  }),
  JobDescription: shape({
    id,
    kind: text(),
    state: { enum: ['waiting', 'dead'] },
    dueAt: instant,
    attempts: whole,
    'lastError?': { type: 'string' },
    'object?': text(),
    'recordId?': orNull(id),
    'ruleId?': text(),
  }),
}
