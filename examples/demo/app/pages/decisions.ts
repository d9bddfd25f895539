import { client, type Signed } from '../client.ts'
import { make } from '../dom.ts'
import { recordPath } from '../paths.ts'
import { go } from '../router.ts'
import { texts } from '../texts.ts'
import type { Page } from './elements.ts'

const linkOf = (signed: Signed) => (object: string, id: string) => recordPath(signed, object, id)

/** What rules propose and people decide. */
export async function reviewsPage(review: string | undefined, signed: Signed): Promise<Page> {
  await import('@kith/web-components/elements/review-queue/define')
  const queue = make('kith-review-queue', { client, link: linkOf(signed), ...(review && { review }) })
  return { title: texts().reviews, content: queue }
}

/** Work that waits, and work that gave up. */
export async function jobsPage(signed: Signed): Promise<Page> {
  await import('@kith/web-components/elements/job-list/define')
  const link = linkOf(signed)
  const jobs = make('kith-job-list', { client, link })
  jobs.addEventListener('kith-select', ({ detail }) => go(link(detail.object, detail.id) ?? location.pathname))
  return { title: texts().jobs, content: jobs }
}
