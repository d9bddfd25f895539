import { input } from './renderer.ts'

/** A number, written as the reader's language does. */
export const number = input('text', 'off', 'decimal')
