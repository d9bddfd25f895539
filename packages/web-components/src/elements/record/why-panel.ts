import type { TimelineEntry } from '@kith/core'
import { define, html, nothing } from '../../base/index.ts'
import type { RecordView } from './view.ts'

/** Asks why a rule did what an entry tells of; nothing where no rule did it, or where nobody can say why. */
export function whyButton(
  { change, record }: Pick<TimelineEntry, 'change' | 'record'>,
  about: string,
  { texts, acts }: RecordView,
): unknown {
  const rule =
    change?.actor.kind === 'rule' || change?.source?.['rule'] !== undefined || record?.['ruleId'] !== undefined
  if (!rule || !acts.explain) return nothing
  const ask = () => acts.explain?.(change?.correlation ?? '')
  return html` <button class="quiet explain" aria-label="${texts.explain} ${about}" @click=${ask}>${texts.explain}</button>`
}

/** The reasons beside the page; their code is loaded when somebody asks first. */
export function whyPanel({ explained, object, record, locale, context, texts, acts, client }: RecordView): unknown {
  if (explained === undefined) return nothing
  import('../why/why.ts').then(({ KithWhy }) => define('kith-why', KithWhy))
  return html`<dialog class="whys" part="dialog" lang=${locale} aria-label=${texts.explain} @close=${() => acts.explain?.(undefined)}>
    <kith-why
      .client=${client}
      .object=${object.name}
      .recordId=${record.id}
      .correlation=${explained}
      .link=${context.link}
    ></kith-why>
    <form method="dialog" class="row end"><button>${texts.closeWhy}</button></form>
  </dialog>`
}
