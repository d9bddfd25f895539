import { input } from './renderer.ts'

/** A phone number as people write it; the server makes it E.164. */
export const phone = input('tel', 'tel')
