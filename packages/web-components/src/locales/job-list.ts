import type { Texts } from './en.ts'

/** Texts of `kith-job-list`. */
export type JobTexts = Texts['jobList']

/** By language. */
export const jobTexts = {
  en: (): Promise<JobTexts> => import('./en/job-list.ts').then((file) => file.jobList),
  nb: (): Promise<JobTexts> => import('./nb/job-list.ts').then((file) => file.jobList),
}
