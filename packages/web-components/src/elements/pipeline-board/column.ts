import { html, nothing, type TemplateResult } from 'lit/html.js'
import type { Texts } from '../../locales/en.ts'
import { rots } from '../../stores/board-rules.ts'
import type { BoardColumn, BoardDeal, BoardState } from '../../stores/board-types.ts'
import { hue, initials } from '../../values/person.ts'
import { label, money, next, worth } from './words.ts'

/** What the templates of a board show. */
export interface BoardView {
  readonly state: BoardState
  readonly texts: Texts['pipelineBoard']
  readonly locale: string
  readonly locked: boolean
  /** Id of the card that Tab reaches. */
  active: string
  /** The lifted card, and the position of the stage it is over. */
  lifted: { readonly deal: BoardDeal; readonly at: number } | undefined
  /** What was announced last. */
  said: string
  /** Position of the stage in view on a phone. */
  tab: number
  /** Height of a card with its gap, px. */
  readonly row: number
  /** How many cards of a column are in the DOM, and per column the first of them. */
  readonly shown: number
  readonly firsts: (number | undefined)[]
}

/** Whether deals in this stage are still to be won. */
export const isOpen = ({ stage }: BoardColumn): boolean => (stage.kind ?? 'open') === 'open'

/** How much of a deal in this stage counts in weighted sums. */
export const percentOf = ({ stage }: BoardColumn): number => stage.probability ?? (stage.kind === 'won' ? 100 : 0)

/** One stage: its sums, and those of its cards that are in view. */
export function column(
  one: BoardColumn,
  index: number,
  view: BoardView,
  scroll: (event: Event) => void,
): TemplateResult {
  const { texts, locale, lifted, row, state, firsts, shown } = view
  const { stage, cards, count, sums, more } = one
  const first = firsts[index] ?? 0
  const name = label(stage.label, locale)
  const percent = percentOf(one)
  const total = money(locale, sums)
  const weighted = total && isOpen(one) ? texts.weighted(money(locale, sums, percent)) : ''
  return html`<div class="col" part="column" role="group" aria-label=${name}>
    <div class="stage">
      <h3>${name || '…'} <span>${stage.id && count}</span></h3>
      <p title=${total}>${total}</p>
      <p title=${weighted}>${weighted}</p>
      <hr .style=${`--p:${percent}%`} aria-hidden="true" />
    </div>
    <div class="scroll" @scroll=${scroll}>
      ${lifted?.at === index && lifted.deal.stageId !== stage.id ? html`<div class="place"></div>` : nothing}
      ${
        stage.id
          ? html`<ul role="list" .style=${`padding-top:${first * row}px;height:${(cards.length + +more) * row}px`}>
              ${cards.slice(first, first + shown).map((deal, at) => card(deal, first + at, one, view))}
            </ul>`
          : [1, 2, 3].map(() => html`<div class="card"></div>`)
      }
      ${state.columns[index] && !count ? html`<p>${texts.empty}</p>` : nothing}
    </div>
  </div>`
}

function card(deal: BoardDeal, at: number, { stage, count }: BoardColumn, view: BoardView): TemplateResult {
  const { texts, locale, state, lifted } = view
  const now = Date.now()
  const { names, busy } = state
  const { id, name, ownerId = '' } = deal
  const who = names.get(deal.companyId ?? '') ?? names.get(deal.contactId ?? '') ?? ''
  const owner = names.get(ownerId)
  const [text, bad, when] = next(deal, stage, now, texts, locale)
  const tab = id === view.active ? 0 : -1
  return html`<li
    class="card ${rots(deal, stage, now) ? 'rot' : ''} ${lifted?.deal.id === id || busy.has(id) ? 'wait' : ''}"
    part="card"
    id=${id}
    tabindex=${tab}
    aria-posinset=${at + 1}
    aria-setsize=${count}
    aria-describedby="help"
  >
    <div class="name" dir="auto" title=${name}>${name}</div>
    <div class="who" dir="auto" title=${who}>${who}</div>
    <div class="row">
      <b>${worth(locale, deal)}</b>
      <span class="next ${bad ? 'bad' : ''}" title=${when ? new Date(when).toLocaleString(locale) : text}>${text}</span>
      ${owner && html`<i role="img" aria-label=${owner} title=${owner} .style=${`--h:${hue(ownerId)}`}>${initials(owner)}</i>`}
    </div>
    ${
      view.locked
        ? nothing
        : html`<button tabindex=${tab} aria-label="${texts.moveTo} ${name}" aria-haspopup="menu">⋯</button>`
    }
  </li>`
}
