import { labelText } from '@kith/core/shared'
import { client, type Signed } from '../client.ts'
import { make } from '../dom.ts'
import { recordPath } from '../paths.ts'
import { go } from '../router.ts'
import { locale, texts } from '../texts.ts'

/** A page that is one element. */
export interface Page {
  readonly title: string
  readonly content: HTMLElement
}

const linkOf = (signed: Signed) => (object: string, id: string) => recordPath(signed, object, id)

/** The board of a pipeline; a card opens its deal. */
export async function pipelinePage(signed: Signed): Promise<Page> {
  await import('@kith/web-components/elements/pipeline-board/define')
  const words = texts()
  const board = make('kith-pipeline-board', { pipeline: 'sales', client })
  board.addEventListener('kith-select', (event) => {
    const { id } = event.detail
    go(linkOf(signed)('deal', id) ?? '/app/pipeline')
  })
  board.append(make('a', { className: 'button primary', href: '/app/deals?new' }, words.newDeal))
  return { title: words.pipeline, content: board }
}

export async function inboxPage(conversation: string | undefined, signed: Signed): Promise<Page> {
  await import('@kith/web-components/elements/inbox/define')
  const inbox = make('kith-inbox', { client, link: linkOf(signed), ...(conversation && { conversation }) })
  return { title: texts().inbox, content: inbox }
}

/** The list of any object: of Kith's, or of the app's own. */
export async function listPage(plural: string, signed: Signed): Promise<Page | undefined> {
  const object = signed.model.objects.find((one) => one.plural === plural)
  if (!object) return undefined
  await import('@kith/web-components/elements/record-list/define')
  const link = linkOf(signed)
  const list = make('kith-record-list', { object: object.name, client, link })
  list.addEventListener('kith-select', (event) => {
    const { id } = event.detail
    go(link(object.name, id) ?? location.pathname)
  })
  if (location.search === '?new') list.updateComplete.then(() => list.create())
  return { title: labelText(object.pluralLabel, locale()), content: list }
}

/** Everything about one record. */
export async function recordPage(plural: string, id: string, signed: Signed): Promise<Page | undefined> {
  const object = signed.model.objects.find((one) => one.plural === plural)
  if (!object) return undefined
  await import('@kith/web-components/elements/record/define')
  const link = linkOf(signed)
  const record = make('kith-record', { object: object.name, recordId: id, client, link })
  record.addEventListener('kith-select', (event) => {
    const { detail } = event
    go(link(detail.object, detail.id) ?? location.pathname)
  })
  record.addEventListener('kith-title', (event) => {
    document.title = `${event.detail.title} · Kith`
  })
  return { title: labelText(object.label, locale()), content: record }
}
