/** Texts of `kith-why`. */
export const why = {
  title: (what: string) => `Why is this ${what} as it is?`,
  about: 'What rules did to it, newest first, with their conditions as they were then.',
  loading: 'Loading',
  retry: 'Try again',
  empty: (what: string) => `No rule has touched this ${what}.`,
  emptyWhy: 'When a rule changes something here, it is written down with its reasons.',
  version: (version: number) => `version ${version}`,
  fromCode: 'from the configuration',
  openRule: (rule: string) => `Open the rule “${rule}”`,
  because: 'Because',
  always: 'It has no conditions: it does this each time.',
  holds: 'Holds',
  holdsNot: 'Does not hold',
  did: 'What it did',
  didNothing: 'It changed nothing that you may see.',
  added: 'added',
  removed: 'removed',
  undo: 'Undo what it did',
  undoing: 'Undoing…',
  undone: 'Taken back.',
  undonePartly: 'Partly taken back.',
  undoneNothing: 'Nothing was taken back.',
  record: (what: string, title: string | undefined) => (title ? `the ${what} “${title}”` : `the ${what}`),
  fieldOf: (field: string, record: string) => `${field} of ${record}`,
  emptyAgain: (field: string) => `${capital(field)} is empty again.`,
  isAgain: (field: string, value: string) => `${capital(field)} is ${value} again.`,
  gone: (record: string) => `${capital(record)} is gone.`,
  isBack: (record: string) => `${capital(record)} is back.`,
  staysDone: (record: string) => `${capital(record)} stays, because it is done.`,
  staysChanged: (record: string, fields: string) =>
    fields
      ? `${capital(record)} stays, because somebody changed it since: ${fields}.`
      : `${capital(record)} stays, because somebody changed it since.`,
  staysAs: (field: string, now: string, before: string) =>
    `${capital(field)} stays ${now}, because somebody changed it since; it was ${before} before the rule.`,
  effects: (count: number) =>
    count === 1
      ? '1 message went out and cannot be called back.'
      : `${count} messages went out and cannot be called back.`,
  more: 'Show earlier',
  nothing: 'nothing',
  consent: 'Consent',
  given: 'given',
  yes: 'Yes',
  no: 'No',
  why: {
    NETWORK: 'The server cannot be reached.',
    UNAUTHENTICATED: 'Sign in first.',
    FORBIDDEN: 'You do not have the permission.',
    NOT_FOUND: 'There is nothing here, or it is not yours to see.',
    VERSION_CONFLICT: 'Somebody changed it at the same moment. Try again.',
    OTHER: 'Something went wrong.',
  } as Readonly<Record<string, string>>,
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
