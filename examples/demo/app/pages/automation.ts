import { client, type Signed } from '../client.ts'
import { make } from '../dom.ts'
import { recordPath } from '../paths.ts'
import { go, guard } from '../router.ts'
import { texts } from '../texts.ts'
import type { Page } from './elements.ts'

const RULES = '/app/rules'

/** All rules; one opens its editor. */
export async function rulesPage(): Promise<Page> {
  await import('@kith/web-components/elements/rule-list/define')
  const list = make('kith-rule-list', { client, link: (id: string) => `${RULES}/${encodeURIComponent(id)}` })
  list.addEventListener('kith-select', ({ detail }) => go(`${RULES}/${encodeURIComponent(detail.id)}`))
  list.addEventListener('kith-new', () => go(`${RULES}/new`))
  return { title: texts().rules, content: list }
}

/** One rule, or a new one; who leaves with something unsaved is asked. */
export async function rulePage(id: string, signed: Signed, signal: AbortSignal): Promise<Page> {
  await import('@kith/web-components/elements/rule-editor/define')
  const words = texts()
  const link = (object: string, record: string) => recordPath(signed, object, record)
  const editor = make('kith-rule-editor', { client, link, rule: id === 'new' ? '' : id })
  editor.addEventListener('kith-save', ({ detail }) => {
    history.replaceState({}, '', `${RULES}/${encodeURIComponent(detail.id)}`)
  })
  editor.addEventListener('kith-select', ({ detail }) => go(link(detail.object, detail.id) ?? RULES))
  guard(() => !editor.unsaved || confirm(words.leave), signal)
  const back = make('a', { className: 'back', href: RULES }, words.allRules)
  return { title: words.oneRule, content: make('div', {}, back, editor) }
}
