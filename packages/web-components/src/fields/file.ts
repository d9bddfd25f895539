import { input } from './renderer.ts'

/** A file, handed in when the form is sent. */
export const file = input('file')
