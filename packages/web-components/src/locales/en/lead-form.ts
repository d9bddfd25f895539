/** What a form says before anything is typed. */
export const leadForm = {
  loading: 'The form is loading',
  optional: 'optional',
  choose: 'Choose…',
  send: 'Send',
  sending: 'Sending…',
  notLoaded: 'The form could not be loaded.',
  retry: 'Try again',
}
