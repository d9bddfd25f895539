import type { Texts } from './en.ts'

/** Texts of `kith-why`. */
export type WhyTexts = Texts['why']

/** By language. */
export const whyTexts = {
  en: (): Promise<WhyTexts> => import('./en/why.ts').then((file) => file.why),
  nb: (): Promise<WhyTexts> => import('./nb/why.ts').then((file) => file.why),
}
