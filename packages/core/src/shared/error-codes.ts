/**
 * Every error that Kith raises: one code, its HTTP status and its English sentence.
 *
 * A code is also the key of its sentence in `locales/`. `{name}` is filled from the details of the error.
 */
export const ERROR_CODES = {
  INVALID_INPUT: { status: 400, text: 'Some values cannot be used. See `issues` for each field and what to change.' },
  INVALID_FILTER: { status: 400, text: 'The filter cannot be used at {path}: {reason}.' },
  INVALID_SORT: { status: 400, text: 'Cannot sort {object} by "{field}": {reason}.' },
  SUM_TOO_LARGE: { status: 400, text: 'The sum of {field} is too large to be exact. Narrow the filter or group it.' },
  TOO_MANY_GROUPS: {
    status: 400,
    text: 'This makes more than {maximum} groups. Narrow the filter, to one pipeline or team say, or group by fewer fields.',
  },
  INVALID_CURSOR: { status: 400, text: 'This cursor does not belong to this list. Start again without a cursor.' },
  INVALID_DEFINITION: { status: 400, text: 'The definition cannot be used at {path}: {reason}.' },
  UNKNOWN_OBJECT: { status: 404, text: 'There is no object called "{object}".' },
  UNAUTHENTICATED: { status: 401, text: 'Sign in first: this address needs a known user.' },
  FORBIDDEN: { status: 403, text: 'You may not {action} {object}. Ask an administrator for the permission.' },
  ORIGIN_REFUSED: { status: 403, text: 'This site is not on the list of allowed origins. Add it to the site key.' },
  SITE_UNKNOWN: { status: 403, text: 'This site key is not known here. Look up the key of your website and use it.' },
  NOT_FOUND: { status: 404, text: 'There is nothing here, or it is not yours to see.' },
  METHOD_NOT_ALLOWED: { status: 405, text: 'This address does not answer {method}.' },
  VERSION_CONFLICT: { status: 412, text: 'Somebody changed this since you read it. Look at `current` and try again.' },
  VERSION_REQUIRED: {
    status: 428,
    text: 'Send the version that you read (`ifVersion`, over HTTP If-Match), so that nobody else is overwritten.',
  },
  ALREADY_EXISTS: { status: 409, text: 'Another {object} already has this {field}.' },
  STILL_REFERENCED: { status: 409, text: 'This {object} is still used by {by}.' },
  IDEMPOTENCY_MISMATCH: { status: 422, text: 'This idempotency key was used before with another body. Use a new key.' },
  STAGE_NOT_IN_PIPELINE: { status: 409, text: 'The stage "{stageId}" is not part of the pipeline of this deal.' },
  STAGE_EXIT_UNMET: { status: 409, text: 'This deal cannot leave its stage yet: {reason}.' },
  LOST_REASON_REQUIRED: { status: 409, text: 'Say why the deal was lost: `lostReason` is missing.' },
  LEAD_ALREADY_CONVERTED: { status: 409, text: 'This lead was already converted.' },
  SUBMISSION_ALREADY_ACCEPTED: { status: 409, text: 'This submission was accepted already, and is a lead.' },
  TASK_ALREADY_DONE: { status: 409, text: 'This task is already done.' },
  TICKET_ALREADY_CLOSED: { status: 409, text: 'This ticket is already closed.' },
  CONVERSATION_CLOSED: { status: 409, text: 'This conversation is closed. Open a new one.' },
  CONSENT_ALREADY_WITHDRAWN: { status: 409, text: 'This consent was already withdrawn.' },
  FORM_FIELD_UNKNOWN: { status: 400, text: 'The form "{form}" has no field "{field}".' },
  FORM_CLOSED: { status: 409, text: 'This form takes no answers at the moment.' },
  REQUEST_TIMEOUT: { status: 408, text: 'The body did not arrive within {seconds} seconds. Send it again.' },
  PAYLOAD_TOO_LARGE: { status: 413, text: 'The body is larger than {limitBytes} bytes.' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, text: 'Send {expected} here, not {got}.' },
  FILE_TYPE_REFUSED: { status: 415, text: 'Files of this type are not accepted here: {got}.' },
  RATE_LIMITED: { status: 429, text: 'Too many requests. Try again in {retryAfterSeconds} seconds.' },
  OVERLOADED: {
    status: 503,
    text: 'The server is busy. Try again in {retryAfterSeconds} seconds; nothing was stored.',
  },
  STORAGE_FULL: { status: 503, text: 'The disk is full: nothing was stored. Free some space and try again.' },
  STORAGE_UNAVAILABLE: { status: 503, text: 'The storage cannot be reached: {reason}. Nothing was stored.' },
  STORAGE_UNSURE: {
    status: 503,
    text: 'The connection to the storage broke while this was stored: it may be there or not. Send it again with the same idempotency key.',
  },
  STORAGE_TOO_NEW: {
    status: 500,
    text: 'This data was written by a newer Kith ({found} > {known}). Update the program.',
  },
  STORAGE_UNSAFE: { status: 500, text: 'The storage does not promise durability: {reason}.' },
  LOG_BROKEN: {
    status: 409,
    text: 'Change {seq} does not continue the log: {reason}. Nothing was stored; load into an empty tenant of the same name.',
  },
  IMPORT_REFUSED: { status: 409, text: 'Nothing more was imported: {reason}.' },
  IMPORT_UNFINISHED: {
    status: 409,
    text: 'Only a part of the tenant "{tenant}" was imported: that was stopped. Do it again with the same file, it goes on from there.',
  },
  NOT_SUPPORTED: { status: 501, text: 'The storage "{storage}" does not offer {feature}.' },
  DEPENDENCY_MISSING: { status: 500, text: 'Install the package "{package}" or pass it as `{option}`.' },
  REVIEW_ALREADY_DECIDED: { status: 409, text: 'This review is {status} already.' },
  REVIEW_OUTDATED: {
    status: 409,
    text: 'What this would change was changed by somebody since: {fields}. Refuse it, or make the change yourself.',
  },
  REVIEW_NEEDED: {
    status: 403,
    text: 'This decides about somebody, so a person must approve it: give the function the weight "heavy".',
  },
  REVIEW_NOT_YOURS: { status: 403, text: 'Somebody else must decide this: {reason}.' },
  RULE_LOOP: { status: 500, text: 'Rules started each other {depth} times; the chain was stopped: {rules}.' },
  RULE_BUDGET: { status: 500, text: 'One event set off more than rules may do; "{rule}" was stopped: {rules}.' },
  NETWORK: { status: 0, text: 'The server cannot be reached. Check the connection; nothing you typed is lost.' },
  INTERNAL: { status: 500, text: 'Something went wrong on our side. It was logged as {requestId}.' },
} as const satisfies Record<string, { readonly status: number; readonly text: string }>

/** The code of a {@link KithError}, stable across versions. */
export type ErrorCode = keyof typeof ERROR_CODES
