/** A text by the plural category of `{n}` (Unicode CLDR); languages have those that they need. */
export type Plural = { readonly other: string } & { readonly [Category in Intl.LDMLPluralRule]?: string }

/** What rules say beside their conditions, in one language. */
export interface RuleWords {
  /** The name of an object after an article, as it stands within a sentence. */
  readonly a: (noun: string) => string
  /** The name of an object as it stands within a sentence. */
  readonly noun: (noun: string) => string
  readonly workingDays: Plural
  readonly workingHours: Plural
  /** Domain events as clauses. */
  readonly events: Readonly<Record<EventName, string>>
  /** Events of any object, by their last part. */
  readonly anyEvent: Readonly<Record<'created' | 'updated' | 'deleted' | 'restored' | 'assigned', string>>
  readonly sentences: Readonly<Record<SentenceName, string>>
}

/** Events that have a clause of their own. */
export type EventName =
  | 'lead.captured'
  | 'lead.returned'
  | 'lead.converted'
  | 'deal.moved'
  | 'deal.won'
  | 'deal.lost'
  | 'activity.planned'
  | 'activity.logged'
  | 'activity.completed'
  | 'conversation.opened'
  | 'conversation.closed'
  | 'message.added'
  | 'consent.given'
  | 'consent.withdrawn'
  | 'submission.quarantined'
  | 'ticket.opened'
  | 'ticket.closed'

/** A sentence or clause by its name. */
export type SentenceName = keyof typeof sentences

const sentences = {
  when: 'When {when}',
  if: 'if {if}',
  ifConsent: 'the person has agreed to {purpose}',
  ifConsentBy: 'the person has agreed to {purpose} by {channel}',
  noConditions: 'in any case',
  // triggers
  recordCreated: '{object} is created',
  recordUpdated: '{object} is changed',
  fieldChanged: '{field} of {object} changes',
  fieldChangedTo: '{field} of {object} changes to {to}',
  fieldChangedFrom: '{field} of {object} changes from {from}',
  fieldChangedFromTo: '{field} of {object} changes from {from} to {to}',
  stageEntered: 'a deal comes to the stage {stage}',
  stageLeft: 'a deal leaves the stage {stage}',
  formSubmitted: 'somebody sends the form {form}',
  anyFormSubmitted: 'somebody sends a form',
  messageReceived: 'a customer or visitor writes',
  messageReceivedIn: 'a customer or visitor writes by {channel}',
  segmentEntered: '{object} comes into the segment {segment}',
  segmentLeft: '{object} leaves the segment {segment}',
  dateReached: 'when {field} of {object} comes',
  dateBefore: '{span} before {field} of {object}',
  dateAfter: '{span} after {field} of {object}',
  inStageFor: 'when {object} has been in its stage for {span}',
  yearlyDate: 'each year on {field} of {object}',
  yearlyBefore: 'each year {span} before {field} of {object}',
  yearlyAfter: 'each year {span} after {field} of {object}',
  schedule: '{times}, for all {objects}',
  manual: 'somebody starts it for {object}',
  otherEvent: 'the event {event} happens',
  // times
  momentBefore: '{span} before {field}',
  momentAfter: '{span} after {field}',
  momentAt: '{moment}, at {time}',
  cronDaily: 'each day at {time}',
  cronWeekly: 'each {days} at {time}',
  cronMonthly: 'on day {day} of each month at {time}',
  cronOther: 'at the times {cron}',
  // steps
  wait: 'wait {span}',
  waitUntil: 'wait until {moment}',
  stillIf: 'then go on only if {if}',
  review: 'propose to a person: {action}',
  reviewBy: 'propose to somebody in the role {role}: {action}',
  assignFixed: 'give it to {user}',
  assignInTurn: 'give it to the members of {team} in turn',
  assignLeastLoaded: 'give it to whoever in {team} has the least to do',
  assignTerritory: 'give it to whoever looks after its territory',
  assignManager_record: 'give it to the manager of its owner',
  assignManager_contact: 'give it to the manager of the owner of its contact',
  assignManager_company: 'give it to the manager of the owner of its company',
  assignManager_deal: 'give it to the manager of the owner of its deal',
  ifNobody: ', if nobody has it',
  createActivity: 'plan {subject} ({kind})',
  createActivityDue: 'plan {subject} ({kind}), due in {due}',
  setField: 'set {field} to {value}',
  emptyField: 'empty {field}',
  moveDeal: 'move the deal to {stage}',
  convertLead: 'make a contact and a deal of the lead',
  convertLeadOnly: 'make a contact of the lead',
  addTag: 'add the tag {tag}',
  removeTag: 'remove the tag {tag}',
  link: 'link it with {other}',
  linkAs: 'link it with {other} as {role}',
  notify: 'tell {users}: {text}',
  theOwner: 'the owner',
  theManager: 'the owner’s manager',
  theTeam: 'everybody in {team}',
  openConversation: 'open a conversation by {channel}',
  callWebhook: 'call {url}',
  runFunction: 'run the function {name}',
  requestReview: 'ask a person: {question}',
  requestReviewBy: 'ask somebody in the role {role}: {question}',
  // what was or would be done
  didAssign: '{record} goes to {user}',
  didAssignSomebody: '{record} gets an owner',
  didUnassign: '{record} goes to nobody',
  didLogActivity: 'the activity {subject} is planned',
  didLogActivityDue: 'the activity {subject} is planned for {due}',
  didPlan: '{kind} {subject} is planned',
  didUpdate: '{record}: {changes}',
  didMoveDeal: '{record} moves to {stage}',
  didConvertLead: '{record} becomes a contact',
  didOpenConversation: 'a conversation is opened',
  didAddTag: '{record} gets the tag {tag}',
  didRemoveTag: '{record} loses the tag {tag}',
  didLink: '{record} is linked with {other}',
  didNotify: '{user} is told: {text}',
  didNotifySomebody: 'somebody is told: {text}',
  didCallWebhook: '{url} is called',
  didRunFunction: 'the function {name} runs',
  didPropose: 'a person is asked to decide: {title}',
  didWait: 'goes on at {due}',
  // what was not done, and why
  refused: '{deed}: not done, because {reason}',
  refusedGone: 'the record is gone',
  refusedStage: 'the stage is not part of the pipeline of the deal',
  refusedExit: 'the deal may not leave its stage before this holds: {conditions}',
  refusedLostReason: 'it is not said why the deal was lost',
  refusedConverted: 'the lead is converted already',
  refusedValue: 'this cannot be used: {fields}',
  refusedOther: 'it is not possible ({code})',
  skipped: 'step {n} does nothing, because {reason}',
  'skip_has-owner': 'somebody has it already',
  'skip_nobody-available': 'nobody is available',
  'skip_no-change': 'it is so already',
  'skip_no-date': 'the date that it waits for is empty',
  'skip_no-record': 'there is no record to do it with',
  'skip_wrong-object': 'it does not fit such a record',
  // scores
  scorePoints: '{label}: {points}, because {if}',
  scoreDecayed: '{label}: {points} of {full}, because {if}; halves every {halfLife} since {field}',
  scoreNoDate: '{label}: 0 of {full}, because {field} is empty',
} as const

/** English. */
export const en: RuleWords = {
  a: (noun) => `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun.toLowerCase()}`,
  noun: (noun) => noun.toLowerCase(),
  workingDays: { one: '{n} working day', other: '{n} working days' },
  workingHours: { one: '{n} working hour', other: '{n} working hours' },
  events: {
    'lead.captured': 'a new lead comes in',
    'lead.returned': 'somebody with an open lead writes again',
    'lead.converted': 'a lead is converted',
    'deal.moved': 'a deal is moved',
    'deal.won': 'a deal is won',
    'deal.lost': 'a deal is lost',
    'activity.planned': 'an activity is planned',
    'activity.logged': 'an activity is logged',
    'activity.completed': 'a task is done',
    'conversation.opened': 'a conversation is opened',
    'conversation.closed': 'a conversation is closed',
    'message.added': 'a message is added',
    'consent.given': 'a consent is given',
    'consent.withdrawn': 'a consent is withdrawn',
    'submission.quarantined': 'a submission looks like spam',
    'ticket.opened': 'a ticket is opened',
    'ticket.closed': 'a ticket is closed',
  },
  anyEvent: {
    created: '{object} is created',
    updated: '{object} is changed',
    deleted: '{object} is deleted',
    restored: '{object} is taken back from the bin',
    assigned: '{object} gets another owner',
  },
  sentences,
}
