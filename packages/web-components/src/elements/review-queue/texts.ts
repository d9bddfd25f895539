import type { Texts } from '../../locales/en.ts'

/** Texts of `kith-review-queue`. */
export type ReviewTexts = Texts['reviewQueue']

const nb = (): Promise<ReviewTexts> => import('../../locales/nb/review-queue.ts').then((file) => file.reviewQueue)

/** By language. */
export const reviewTexts = {
  en: (): Promise<ReviewTexts> => import('../../locales/en/review-queue.ts').then((file) => file.reviewQueue),
  nb,
  nn: nb,
  no: nb,
}
