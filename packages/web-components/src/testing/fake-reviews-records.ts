import type { JobDescription, WhyEntry } from '@kith/core'
import { NOW } from './fake-records.ts'

const HOUR_MS = 36e5

/** People who asked for something. */
export const leads = [
  { id: 'l1', name: 'Kari Nes' },
  { id: 'l2', name: 'Łukasz Zieliński' },
  { id: 'l3', name: 'Siti Nurhaliza binti Tarudin from the regional office in Johor Bahru' },
  { id: 'l4', name: 'Emre Yıldız' },
]

const cold = (at: string, score: number) => [
  { sentence: 'Score is less than 40', holds: true, values: { score } },
  { sentence: 'Last activity is more than 60 days ago', holds: true, values: { lastActivityAt: at } },
  { sentence: 'Owner is empty', holds: true, values: { ownerId: null } },
]

/** What rules proposed this morning, and what was decided before. */
export function someReviews(now = NOW): readonly Record<string, unknown>[] {
  const ago = (hours: number) => new Date(now - hours * HOUR_MS).toISOString()
  const dismiss = (id: string, recordId: string, hours: number, score: number, more: object = {}) => ({
    id,
    title: 'Set Status to Dismissed',
    status: 'proposed',
    ruleId: 'tidy-leads',
    ruleVersion: 3,
    object: 'lead',
    recordId,
    createdAt: ago(hours),
    commands: [
      {
        operation: 'update',
        object: 'lead',
        id: recordId,
        set: { status: 'dismissed', note: 'No answer for two months' },
      },
    ],
    reasons: cold(ago(24 * 75), score),
    evidence: { name: recordId, status: 'new', score, lastActivityAt: ago(24 * 75), source: 'website' },
    counterCase: {
      recordId: 'l2',
      differs: [{ sentence: 'Score is less than 40', holds: false, values: { score: 52 } }],
    },
    servesIds: [],
    ...more,
  })
  return [
    dismiss('r1', 'l1', 26, 38),
    {
      id: 'r2',
      title: 'Move the deal to Won',
      status: 'contested',
      ruleId: 'big-deals',
      ruleVersion: 1,
      object: 'deal',
      recordId: 'd1',
      createdAt: ago(20),
      commands: [
        { operation: 'moveDeal', object: 'deal', id: 'd1', input: { stageId: 'won' } },
        {
          operation: 'logActivity',
          input: { kind: 'task', subject: 'Send the contract', ownerId: 'kari', dueAt: ago(-30) },
        },
        { operation: 'notify', key: 'k', userId: 'mehmet', text: 'It is won.', about: { object: 'deal', id: 'd1' } },
        { operation: 'callWebhook', key: 'k', url: 'https://books.example.com/in', event: 'deal.won', payload: {} },
        { operation: 'addTag', object: 'deal', id: 'd1', tag: 'Large' },
      ],
      reasons: [
        {
          sentence: 'Amount is at least €50,000',
          holds: true,
          values: { amount: { amountMinor: 12_800_000, currency: 'EUR' } },
        },
      ],
      evidence: { name: 'Brattvoll Terrasse', stageId: 'contract', ownerId: 'kari' },
      servesIds: ['kari'],
      steps: [
        { as: 'approved', by: 'mehmet', at: ago(18), lookedSeconds: 4 },
        { as: 'contested', by: 'kari', at: ago(17), reason: 'The bank has not answered yet.' },
      ],
    },
    dismiss('r3', 'l3', 3, 4, { counterCase: undefined }),
    dismiss('r4', 'l4', 2, 21, { servesIds: ['ida'] }),
    dismiss('r5', 'l2', 90, 9, {
      status: 'approved',
      decidedAt: ago(50),
      decidedBy: 'kari',
      steps: [{ as: 'approved', by: 'kari', at: ago(50), lookedSeconds: 63, reason: 'They bought elsewhere.' }],
    }),
    dismiss('r6', 'l4', 99, 30, {
      status: 'changed',
      decidedAt: ago(70),
      decidedBy: 'mehmet',
      changedCommands: [{ operation: 'update', object: 'lead', id: 'l4', set: { status: 'working' } }],
      steps: [{ as: 'changed', by: 'mehmet', at: ago(70), lookedSeconds: 141 }],
    }),
  ]
}

/** What rules did to the lead of Kari Nes. */
export function someReasons(now = NOW): readonly WhyEntry[] {
  const ago = (hours: number) => new Date(now - hours * HOUR_MS).toISOString()
  const said = (text: string) => ({ when: '', then: [], text })
  return [
    {
      at: ago(5),
      ruleId: 'hot-leads',
      ruleVersion: 4,
      label: 'Hot leads go to who is on call',
      said: said(
        'When the score of a lead changes, if Score is at least 60 and Owner is empty, then give it to the least busy of Sales and add a task “Call {name}” due in 1 working hour.',
      ),
      conditions: [
        { sentence: 'Score is at least 60', holds: true, values: { score: 72 } },
        { sentence: 'Owner is empty', holds: true, values: { ownerId: null } },
        { sentence: 'Consent to sales by phone', holds: true, values: { consent: 'given' } },
      ],
      did: [
        { object: 'lead', id: 'l1', field: 'ownerId', after: 'mehmet', seq: 41 },
        { object: 'lead', id: 'l1', field: 'status', before: 'new', after: 'working', seq: 41 },
        { object: 'activity', id: 'a1', seq: 42 },
      ],
      correlation: 'c2',
    },
    {
      at: ago(29),
      ruleId: 'score-website',
      ruleVersion: 0,
      label: 'Score of the website',
      said: said('When a lead is captured, then add 30 to Score.'),
      conditions: [],
      did: [{ object: 'lead', id: 'l1', field: 'score', before: 42, after: 72, seq: 40 }],
      correlation: 'c1',
    },
    {
      at: ago(30),
      ruleId: 'retry',
      ruleVersion: 1,
      label: 'Ask again when nobody answered',
      said: said('When a lead is captured, if Source contains “website” and not Score is at least 80, then wait.'),
      conditions: [
        { sentence: 'Source contains “website”', holds: true, values: { source: 'website' } },
        { sentence: 'Score is at least 80', holds: false, values: { score: 42, lastActivityAt: ago(31) } },
      ],
      did: [],
      correlation: 'c0',
    },
  ]
}

/** Work that waits and work that gave up. */
export function someJobs(now = NOW): readonly JobDescription[] {
  const at = (minutes: number) => new Date(now + minutes * 6e4).toISOString()
  const stack =
    'Error: getaddrinfo ENOTFOUND books.example.com\n    at GetAddrInfoReqWrap.onlookupall [as oncomplete] (node:dns:122:26)\n    at async send (webhook-sender.ts:48:20)'
  const loop = 'RULE_LOOP: “Hot leads go to who is on call” and “Score of the website” set each other off.'
  return [
    {
      id: 'j1',
      kind: 'webhook',
      state: 'dead',
      dueAt: at(-190),
      attempts: 8,
      lastError: stack,
      object: 'deal',
      recordId: 'd1',
      ruleId: 'big-deals',
    },
    {
      id: 'j2',
      kind: 'rules',
      state: 'dead',
      dueAt: at(-1800),
      attempts: 8,
      lastError: loop,
      object: 'lead',
      recordId: 'l3',
    },
    { id: 'j3', kind: 'access', state: 'waiting', dueAt: at(-12), attempts: 2, lastError: 'Error: SQLITE_BUSY' },
    {
      id: 'j4',
      kind: 'rule.wait',
      state: 'waiting',
      dueAt: at(1200),
      attempts: 0,
      object: 'lead',
      recordId: 'l1',
      ruleId: 'tidy-leads',
    },
    { id: 'j5', kind: 'recount-parking', state: 'waiting', dueAt: at(60 * 24 * 9), attempts: 0 },
  ]
}
