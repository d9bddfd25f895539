import type { Signed } from './client.ts'
import { make } from './dom.ts'
import { enter } from './router.ts'
import { locale, texts } from './texts.ts'

const LANGUAGES: Readonly<Record<string, string>> = { en: 'English', nb: 'Norsk bokmål' }
const TAGS: Readonly<Record<string, string>> = { en: 'en-GB', nb: 'nb' }

/** Takes theme and language from this browser; the language of the person where none was chosen. */
export function applySettings(language = 'en'): void {
  const root = document.documentElement
  const theme = localStorage.getItem('kith-theme') ?? 'auto'
  if (theme === 'auto') delete root.dataset['theme']
  else root.dataset['theme'] = theme
  const chosen = localStorage.getItem('kith-language') ?? language.split('-')[0] ?? 'en'
  // Days and times are written as in Europe, whatever the language.
  root.lang = TAGS[chosen] ?? 'en-GB'
}

/** Who is signed in, with the theme, the language, and the way out. `redraw` shows the rest in the new language. */
export function settings(signed: Signed, redraw: () => void): HTMLElement {
  const words = texts()
  const name = signed.me.name ?? signed.me.actor.id
  const change = (key: string) => (event: Event) => {
    localStorage.setItem(key, (event.target as HTMLSelectElement).value)
    applySettings()
    redraw()
    enter()
  }
  const choice = (label: string, options: Readonly<Record<string, string>>, value: string, key: string) =>
    make(
      'label',
      {},
      make('span', {}, label),
      make(
        'select',
        { onchange: change(key) },
        ...Object.entries(options).map(([id, text]) => make('option', { value: id, selected: id === value }, text)),
      ),
    )
  const theme = localStorage.getItem('kith-theme') ?? 'auto'
  return make(
    'details',
    { className: 'me' },
    make(
      'summary',
      {},
      make('i', { className: 'face', 'aria-hidden': 'true' }, name.replace(/^(.).*?(?:\s(\S)\S*)?$/u, '$1$2')),
      make(
        'span',
        {},
        make('b', {}, name),
        make('small', {}, signed.me.roles.map((role) => words.roles[role] ?? role).join(', ')),
      ),
    ),
    choice(words.theme, words.themes, theme, 'kith-theme'),
    choice(words.language, LANGUAGES, locale().split('-')[0] ?? 'en', 'kith-language'),
    make('form', { method: 'post', action: '/app/sign-out' }, make('button', {}, words.signOut)),
  )
}
