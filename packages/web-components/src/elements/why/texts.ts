import type { Texts } from '../../locales/en.ts'

/** Texts of `kith-why`. */
export type WhyTexts = Texts['why']

const nb = (): Promise<WhyTexts> => import('../../locales/nb/why.ts').then((file) => file.why)

/** By language. */
export const whyTexts = {
  en: (): Promise<WhyTexts> => import('../../locales/en/why.ts').then((file) => file.why),
  nb,
  nn: nb,
  no: nb,
}
