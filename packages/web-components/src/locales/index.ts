import type { Texts } from './en.ts'

const nb = () => import('./nb.ts').then((file) => file.nb)

/** Languages beside English (`./en.ts`), by lower-case tag. `no` is the old tag of Norwegian, `nn` its other form. */
export const languages: Readonly<Record<string, () => Promise<Texts>>> = { nb, no: nb, nn: nb }

/** The texts for a BCP 47 tag: of exactly that tag or of its language; undefined where English has to do. */
export function language(locale: string): Promise<Texts> | undefined {
  const tag = locale.toLowerCase()
  return (languages[tag] ?? languages[tag.split('-')[0] ?? ''])?.()
}
