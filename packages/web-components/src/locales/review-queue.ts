import type { Texts } from './en.ts'

/** Texts of `kith-review-queue`. */
export type ReviewTexts = Texts['reviewQueue']

/** By language. */
export const reviewTexts = {
  en: (): Promise<ReviewTexts> => import('./en/review-queue.ts').then((file) => file.reviewQueue),
  nb: (): Promise<ReviewTexts> => import('./nb/review-queue.ts').then((file) => file.reviewQueue),
}
