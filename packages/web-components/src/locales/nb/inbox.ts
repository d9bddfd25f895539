import type { Texts } from '../en.ts'

/** Texts of the agents' inbox. */
export const inbox: Texts['inbox'] = {}
