import type { Texts } from './en.ts'

/**
 * A language: the files of its folder, which are those of `en/`. Elements that bring English with them are listed here;
 * those that load one language alone have their loaders beside this file.
 */
interface Language {
  readonly leadForm: () => Promise<Pick<Texts, 'leadForm' | 'leadFormSending' | 'fieldParts'>>
  readonly chat: () => Promise<Pick<Texts, 'chat'>>
  readonly inbox: () => Promise<Pick<Texts, 'inbox'>>
  readonly ruleList: () => Promise<Pick<Texts, 'ruleList'>>
  readonly ruleEditor: () => Promise<Pick<Texts, 'ruleEditor'>>
  readonly simulation: () => Promise<Pick<Texts, 'simulation'>>
  readonly filterBuilder: () => Promise<Pick<Texts, 'filterBuilder'>>
}

/** What an element asks for by: its main catalogue. */
export type ElementTexts = keyof Language

const nb: Language = {
  leadForm: () => import('./nb/lead-form.ts'),
  chat: () => import('./nb/chat.ts'),
  inbox: () => import('./nb/inbox.ts'),
  ruleList: () => import('./nb/rule-list.ts'),
  ruleEditor: () => import('./nb/rule-editor.ts'),
  simulation: () => import('./nb/simulation.ts'),
  filterBuilder: () => import('./nb/filter-builder.ts'),
}

/** Languages beside English (`./en.ts`), by lower-case tag. `no` is the old tag of Norwegian, `nn` its other form. */
const languages: Readonly<Record<string, Language>> = { nb, no: nb, nn: nb }

/** The texts of an element for a BCP 47 tag: of exactly that tag or of its language; undefined where English has to do. */
export function loadTexts(locale: string, element: ElementTexts): Promise<Partial<Texts>> | undefined {
  const tag = locale.toLowerCase()
  return (languages[tag] ?? languages[tag.split('-')[0] ?? ''])?.[element]()
}
