/** Numbers of an issue, for its sentence. */
type Params = Readonly<Record<string, string | number>>

/** What a form says from the first key on: each message says what to do. */
export const leadFormSending = {
  sending: 'Sending…',
  summary: (count: number) => (count === 1 ? 'One answer needs a change' : `${count} answers need a change`),
  queuedTitle: 'Not sent yet',
  queued: 'Kept on this device, sent when the connection is back.',
  queuedHere: 'Keep this page open until it is sent.',
  failed: 'This could not be sent. Please try again: nothing is lost.',
  closed: 'This form takes no answers at the moment.',
  busy: (seconds: number) => `Too many at once. Please try again in ${seconds} seconds.`,
  issues: {
    required: 'Please answer this.',
    'required-consent': 'Please tick this box to agree.',
    email: 'Check the address: write it as name@example.com.',
    'email-at': 'Check the address: an @ is missing.',
    'email-dot': 'Check the address: the part after @ needs a dot.',
    phone: 'Write the number with its country code, such as +47 22 33 44 55.',
    url: 'Check the address: write it as www.example.com.',
    number: 'Write a number, such as 1200 or 12.50.',
    'too-small': ({ minimum }: Params) => `Write a number of at least ${minimum}.`,
    'too-large': ({ maximum }: Params) => `Write a number of at most ${maximum}.`,
    'too-long': ({ maximum, length }: Params) => `Please shorten this to ${maximum} characters; it has ${length}.`,
    other: 'Please check this answer.',
  },
}
