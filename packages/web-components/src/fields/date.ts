import { input } from './renderer.ts'

/** A calendar date, by the browser's own picker. */
export const date = input('date')
