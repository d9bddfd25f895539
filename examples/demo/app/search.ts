import { labelText } from '@kith/core/shared'
import { titleOf } from '@kith/web-components'
import { client, gathered, type Signed } from './client.ts'
import { icon, make } from './dom.ts'
import { recordPath } from './paths.ts'
import { go } from './router.ts'
import { locale, texts } from './texts.ts'

type Found = Awaited<ReturnType<typeof client.search>>

const SECOND: readonly string[] = ['companyName', 'email', 'emails', 'phone', 'phones', 'city', 'status', 'kind']

/** Opens the search over everything: results as one types, grouped, chosen by arrow keys. */
export function openSearch(signed: Signed): void {
  if (document.querySelector('dialog.search')) return
  const words = texts()
  const results = make('div', { className: 'results', role: 'listbox', id: 'results', 'aria-label': words.search })
  const input = make('input', {
    type: 'search',
    placeholder: words.searchAll,
    'aria-label': words.searchAll,
    role: 'combobox',
    'aria-expanded': 'true',
    'aria-controls': 'results',
    autocomplete: 'off',
  })
  const dialog = make('dialog', { className: 'search', 'aria-label': words.search }, icon('search'), input, results)
  let round = 0
  const hint = () => results.replaceChildren(make('p', {}, words.searchHint))
  const look = async () => {
    const mine = ++round
    const text = input.value.trim()
    if (!text) return hint()
    const found = await client.search(text, { limit: 5 }).catch(() => undefined)
    if (mine !== round) return
    if (!found) return results.replaceChildren(make('p', {}, words.failed))
    const groups = listed(found, signed)
    results.replaceChildren(...(groups.length ? groups : [make('p', {}, words.nothingFound)]))
    mark(results, input, 0)
  }
  input.oninput = gathered(look, 120)
  dialog.onkeydown = (event) => pick(event, results, input)
  dialog.onclick = ({ target }) => {
    if (target === dialog || (target as Element).closest('a')) dialog.close()
  }
  dialog.onclose = () => dialog.remove()
  document.body.append(dialog)
  hint()
  dialog.showModal()
  input.focus()
}

function listed(found: Found, signed: Signed): HTMLElement[] {
  const groups = Map.groupBy(
    found.filter(({ object, record }) => recordPath(signed, object, record.id)),
    ({ object }) => object,
  )
  return [...groups].map(([name, all]) => {
    const object = signed.model.objects.find((one) => one.name === name)
    const label = labelText(object?.pluralLabel, locale(), name)
    return make(
      'div',
      { role: 'group', 'aria-label': label },
      make('h3', {}, label),
      ...all.map(({ record }) =>
        make(
          'a',
          { href: recordPath(signed, name, record.id), role: 'option', tabIndex: -1, 'aria-selected': 'false' },
          make(
            'b',
            {},
            titleOf(record, object?.title) || String(record['visitorName'] ?? record['lastMessageText'] ?? label),
          ),
          make('small', {}, second(record)),
        ),
      ),
    )
  })
}

function second(record: Readonly<Record<string, unknown>>): string {
  const value = SECOND.map((field) => record[field]).find((one) => one !== undefined)
  const [first] = Array.isArray(value) ? value : [value]
  return String((first as { value?: unknown } | undefined)?.value ?? first ?? '')
}

function mark(results: HTMLElement, input: HTMLInputElement, at: number): void {
  const options = [...results.querySelectorAll('[role=option]')]
  const chosen = options.at(at % (options.length || 1))
  for (const [place, option] of options.entries()) {
    option.id = `option-${place}`
    option.setAttribute('aria-selected', String(option === chosen))
  }
  chosen?.scrollIntoView({ block: 'nearest' })
  if (chosen) input.setAttribute('aria-activedescendant', chosen.id)
}

function pick(event: KeyboardEvent, results: HTMLElement, input: HTMLInputElement): void {
  const options = [...results.querySelectorAll<HTMLAnchorElement>('[role=option]')]
  const at = options.findIndex((option) => option.getAttribute('aria-selected') === 'true')
  if (event.key === 'ArrowDown') mark(results, input, at + 1)
  else if (event.key === 'ArrowUp') mark(results, input, at - 1)
  else if (event.key === 'Enter' && options[at]) {
    input.closest('dialog')?.close()
    go(options[at].pathname)
  } else return
  event.preventDefault()
}
