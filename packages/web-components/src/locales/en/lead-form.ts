/** What a form says before anything is typed. */
export const leadForm = {
  optional: 'optional',
  notLoaded: 'The form could not be loaded.',
  retry: 'Try again',
}
