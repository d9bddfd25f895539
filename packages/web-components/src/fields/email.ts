import { input } from './renderer.ts'

/** An e-mail address. */
export const email = input('email', 'email')
