/** How much a rule may hold, and how much one event may set off. */
export const RULE_LIMITS = {
  /** Steps of one rule. */
  steps: 50,
  /** Values inside a rule in all, before anything else of it is looked at. */
  nodes: 5_000,
  /** Lists and objects inside each other in a rule. */
  depth: 24,
  /** Rules that start each other, one after another. */
  chain: 10,
  /** Rules that are evaluated one by one for what a person does to a record, chained ones included. Those that an index of many conditions strikes out are not counted. */
  evaluations: 1_000,
  /** Commands that come of what a person does to a record, chained ones included. */
  commands: 200,
} as const
