import { input } from './renderer.ts'

/** A person's name in one line: names come in more shapes than first and last. */
export const personName = input('text', 'name')
