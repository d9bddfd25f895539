import { input } from './renderer.ts'

/** A date and time in the visitor's own zone. */
export const dateTime = input('datetime-local')
