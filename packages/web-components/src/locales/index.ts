import type { Texts } from './en.ts'

const nb = () => import('./nb.ts').then((file) => file.nb)

/** Languages beside English, by lower-case tag, loaded when a page speaks them. `no` is the old tag of Norwegian. */
export const languages: Readonly<Record<string, () => Promise<Texts>>> = { nb, no: nb, nn: nb }
