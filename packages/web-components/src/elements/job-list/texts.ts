import type { Texts } from '../../locales/en.ts'

/** Texts of `kith-job-list`. */
export type JobTexts = Texts['jobList']

const nb = (): Promise<JobTexts> => import('../../locales/nb/job-list.ts').then((file) => file.jobList)

/** By language. */
export const jobTexts = {
  en: (): Promise<JobTexts> => import('../../locales/en/job-list.ts').then((file) => file.jobList),
  nb,
  nn: nb,
  no: nb,
}
