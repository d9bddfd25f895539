/** What would have happened. `what` is the name of an object as the model has it: "leads". */
export const simulation = {
  title: 'On the past',
  label: 'Try it on the past',
  nothingDone: 'This only looks back. Nobody is told and nothing is changed.',
  period: 'Period',
  periods: { '30': 'Last 30 days', '90': 'Last 90 days', all: 'Everything' } as Record<string, string>,
  start: 'Look back',
  again: 'Look again',
  stop: 'Stop',
  running: (seconds: number) =>
    seconds < 2 ? 'Going through the history…' : `Going through the history… ${seconds} seconds`,
  stopped: 'Stopped. Nothing was done.',
  failed: 'It could not be tried.',
  why: (reason: string) => `Because: ${reason}.`,
  retry: 'Try again',
  between: (from: string, to: string) => `${from} – ${to}`,
  months: (count: number) => (count === 1 ? '1 month' : `${count} months`),
  days: (count: number) => (count === 1 ? '1 day' : `${count} days`),
  summary: (records: string, what: string) => `Something would have been done for ${records} ${what}.`,
  records: 'records',
  deeds: (count: number, shown: string) => (count === 1 ? '1 thing in all' : `${shown} things in all`),
  reviews: (count: number, shown: string) =>
    count === 1 ? '1 decision would have waited for a person' : `${shown} decisions would have waited for a person`,
  considered: (count: number, shown: string) => (count === 1 ? 'looked at once' : `looked at ${shown} times`),
  waited: (count: number, shown: string) => (count === 1 ? 'it waited once' : `it waited ${shown} times`),
  mostly: 'What would have been done',
  times: (count: string) => `${count} ×`,
  others: 'other things',
  didNothing: 'Steps that would have done nothing',
  noneDid: (count: number, shown: string) =>
    count === 1
      ? 'The conditions held once, but no step had anything to do.'
      : `The conditions held ${shown} times, but no step had anything to do.`,
  none: 'Nothing would have been done.',
  noneLooked: (count: number, shown: string) =>
    count === 1
      ? 'The rule was started once, but its condition did not hold.'
      : `The rule was started ${shown} times, but its conditions never held together.`,
  noneWaited: (count: number, shown: string) =>
    count === 1
      ? 'It waited once, and afterwards its condition did not hold any more.'
      : `It waited ${shown} times, and afterwards its condition did not hold any more.`,
  neverStarted: 'What starts the rule did not happen in this time. Try a longer period, or another start.',
  findCause: 'Which condition keeps it back?',
  looking: 'Trying each condition alone…',
  held: (sentence: string, held: string, of: string) => `${sentence}: ${held} of ${of} times`,
  rarest: 'held least often',
  dayByDay: 'Day by day',
  showMore: (count: string) => `Show ${count} more`,
  tooMany: 'Only the first 2,000 are listed.',
  incomplete: 'It was stopped before the end, because there was too much to go through. Choose a shorter period.',
  until: (when: string) => `Would wait until ${when}`,
  review: 'A person decides first',
  because: 'Why',
  holds: 'holds',
  holdsNot: 'does not hold',
  yes: 'yes',
  no: 'no',
  consent: 'Consent',
  given: 'given',
  nothing: 'nothing',
  chain: (rules: string) => `Started by: ${rules}`,
  stops: 'Stopped',
  stop_reasons: {
    loop: 'The rules started each other in a circle.',
    budget: 'It would have done too much at once.',
    error: 'It ended in an error.',
  } as Record<string, string>,
  differences: 'What the change would make different',
  differencesCount: (count: number, shown: string) =>
    count === 1
      ? '1 record would have been treated differently'
      : `${shown} records would have been treated differently`,
  same: 'The change makes no difference in this time.',
  before: 'As it is now',
  after: 'With your change',
  nobody: 'nothing',
  record: 'Record',
}
