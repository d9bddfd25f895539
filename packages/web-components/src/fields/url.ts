import { input } from './renderer.ts'

/** A web address, with or without its scheme. */
export const url = input('text', 'url', 'url')
