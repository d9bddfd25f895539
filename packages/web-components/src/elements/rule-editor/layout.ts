import type { RuleDescription } from '@kith/core'
import { labelText } from '@kith/core/shared'
import { html, nothing, type TemplateResult } from '../../base/index.ts'
import type { Texts } from '../../locales/en.ts'
import type { Json, RuleEditorState } from '../../stores/rule-editor-types.ts'
import { blocks } from './blocks.ts'
import { withWords } from './parts.ts'
import { type EditorView, stepName } from './view.ts'

/** What is tried on the past. */
export interface Tried {
  readonly rules: readonly unknown[]
  readonly instead: readonly unknown[] | undefined
  /** The rule as it was when it was tried. */
  readonly text: string
}

/** What the whole editor is made of. */
export interface EditorLayout {
  readonly view: EditorView | undefined
  readonly texts: Texts['ruleEditor']
  readonly state: RuleEditorState
  /** The JSON, while it is what is shown. */
  readonly json: { readonly text: string; readonly broken: boolean } | undefined
  readonly tried: Tried | undefined
  /** The rule as it is now, as it would be tried. */
  readonly now: string
  readonly link: unknown
  readonly message: string
  readonly hands: {
    save(): void
    tryIt(compare: boolean): void
    hideTry(): void
    copy(): void
    undo(): void
    showJson(show: boolean): void
    writeJson(text: string): void
    keepMine(): void
    takeTheirs(): void
    retry(): void
  }
}

/** The whole editor. */
export function layout(all: EditorLayout): TemplateResult {
  const { view, texts, state, message, hands } = all
  if (state.status === 'failed') {
    const why =
      state.code === 'FORBIDDEN' ? texts.forbidden : state.code === 'NOT_FOUND' ? texts.notFound : texts.failed
    return html`<div class="state" part="error" role="alert"><b>${why}</b>
      ${state.code === 'FORBIDDEN' ? nothing : html`<button type="button" @click=${hands.retry}>${texts.retry}</button>`}</div>`
  }
  if (!view) return skeleton(texts.loading)
  return html`${header(all, view)}
    <div class="columns">
      <div class="main">${all.json ? jsonView(all) : html`<fieldset ?inert=${view.readOnly} class=${view.readOnly ? 'looked' : ''}>${blocks(view)}</fieldset>`}${foot(all)}</div>
      <aside part="sentence" aria-labelledby="words">${sentence(view)}</aside>
    </div>
    ${simulation(all, view)}
    <p class="hide" role="status" id="said">${message}</p>`
}

const skeleton = (loading: string) => html`<p class="hide" role="status">${loading}</p>
  <div class="bones" aria-hidden="true"><div class="bone head"></div>${[1, 2, 3].map(() => html`<div class="bone box"></div>`)}</div>`

function header(all: EditorLayout, view: EditorView): TemplateResult {
  const { state, texts, locale, store, acts } = view
  const { rule, origin, asked, missing, unsaved, saving, notice, stored } = state
  const nameless = asked && missing.includes('/label')
  const label = labelText(rule['label'] as string | undefined, locale)
  const switched = stored !== undefined && (rule['active'] !== false) !== stored.active
  const status = saving
    ? texts.saving
    : unsaved
      ? switched
        ? texts.switchedUnsaved
        : texts.unsaved
      : notice === 'saved'
        ? texts.saved
        : ''
  return html`<header part="header">
      <h2 class="hide">${label || texts.newTitle}</h2>
      <div class="name">
        <label class="hide" for="name">${texts.name}</label>
        <textarea id="name" rows="1" autocomplete="off" maxlength="200" dir="auto" placeholder=${texts.namePlaceholder} ?disabled=${view.readOnly}
          aria-invalid=${nameless ? 'true' : nothing} aria-describedby=${nameless ? 'name-error' : nothing} .value=${label}
          @keydown=${oneLine} @input=${({ target }: Event) => acts.set(['label'], withWords(rule['label'], (target as HTMLTextAreaElement).value.replace(/\s*\n\s*/g, ' '), locale, true))}></textarea>
        ${nameless ? html`<p class="error" id="name-error">${texts.missing['label']}</p>` : nothing}
      </div>
      <div class="acts">
        <span class="muted" role="status">${status}</span>
        ${
          origin === 'code'
            ? html`<button type="button" class="primary" @click=${all.hands.copy}>${texts.copy}</button>`
            : html`<label class="check"><input type="checkbox" role="switch" aria-label=${texts.active} .checked=${rule['active'] !== false}
                  @change=${({ target }: Event) => store.set(['active'], (target as HTMLInputElement).checked)} /><span>${rule['active'] !== false ? texts.active : texts.inactive}</span></label>
                <button type="button" class="primary" ?disabled=${saving || !unsaved} @click=${all.hands.save}>${texts.save}</button>`
        }
      </div>
    </header>
    ${notices(all)}`
}

/** A name wraps where there is little space, and is still one line. */
const oneLine = (event: KeyboardEvent): void => {
  if (event.key === 'Enter') event.preventDefault()
}

function notices({ state, texts, hands, view }: EditorLayout): unknown {
  const { origin, conflict, refused, problem, notice } = state
  const why =
    refused === undefined || refused === 'INVALID_DEFINITION'
      ? undefined
      : (texts.notSaved[refused] ?? texts.notSavedOther)
  return html`
    ${origin === 'code' ? html`<p class="note">${texts.fromCode}</p>` : nothing}
    ${notice === 'copied' ? html`<p class="note" role="status">${texts.copied}</p>` : nothing}
    ${why ? html`<p class="note bad" role="alert">${why}</p>` : nothing}
    ${problem && refused === 'INVALID_DEFINITION' ? html`<p class="note bad" role="alert">${texts.wrong(problem.reason)}</p>` : nothing}
    ${conflict && view ? conflicting(view, conflict, hands) : nothing}`
}

/** Both versions, side by side. */
function conflicting(
  { state, texts }: EditorView,
  theirs: RuleDescription,
  hands: EditorLayout['hands'],
): TemplateResult {
  return html`<section class="conflict" role="alert" aria-labelledby="conflict">
    <h3 id="conflict">${texts.conflict}</h3>
    <div class="both">
      <div><b>${texts.mine}</b><p dir="auto">${state.said?.text ?? ''}</p><button type="button" @click=${hands.keepMine}>${texts.keepMine}</button></div>
      <div><b>${texts.theirs}</b><p dir="auto">${theirs.said.text}</p><button type="button" @click=${hands.takeTheirs}>${texts.takeTheirs}</button></div>
    </div>
  </section>`
}

/** What is not said yet, each with the way to its place. */
function lacks(view: EditorView): TemplateResult {
  return html`<ul>${view.state.missing.map(
    (path) =>
      html`<li><button type="button" class="quiet act" @click=${() => view.acts.show(path)}>${lackSaid(view, path)}</button></li>`,
  )}</ul>`
}

/** `Wait: add what happens after it.` */
function lackSaid(view: EditorView, path: string): string {
  const { state, texts } = view
  const [, head = '', place, ...inner] = path.split('/')
  const own = place === undefined ? texts.missing[head] : undefined
  if (own) return own
  const step = head === 'then' ? ((state.rule['then'] ?? []) as readonly Json[])[Number(place)] : undefined
  const where = step ? stepName(texts, step) : texts.when
  const [name] = step ? inner : [place]
  if (name === undefined) return texts.lacks(where, texts.missingAfter)
  if (name === 'if') return texts.lacks(where, texts.missing['if'] ?? '')
  const label = texts.parts[name === 'to' && step?.['do'] === 'notify-user' ? 'people' : name] ?? name
  return texts.lacks(where, texts.missingPart(label))
}

/** The rule in words, as it is written now. */
function sentence(view: EditorView): TemplateResult {
  const { state, texts } = view
  const { said, missing, problem } = state
  const open = missing.length
  return html`<h3 id="words">${texts.sentence}</h3>
    ${
      said
        ? html`<div class="said ${problem ? 'old' : ''}" dir="auto">
            <p>${said.when}${said.if ? html`, ${said.if}` : nothing}${said.then.length ? ':' : '…'}</p>
            <ol>${said.then.map((clause) => html`<li>${clause}</li>`)}</ol>
          </div>`
        : html`<p class="muted">${texts.sentenceEmpty}</p>`
    }
    ${open ? html`<div class="muted lacks"><p role="status">${texts.still_missing(open)}</p>${lacks(view)}</div>` : nothing}
    ${!open && problem ? html`<p class="error">${texts.wrong(problem.reason)}</p>` : nothing}`
}

function foot({ state, texts, json, hands, view }: EditorLayout): TemplateResult {
  const { removed } = state
  return html`<div class="foot">
    <div class="views" role="group" aria-label=${texts.controls}>
      <button type="button" class="chip" aria-pressed=${!json} @click=${() => hands.showJson(false)}>${texts.controls}</button>
      <button type="button" class="chip" aria-pressed=${!!json} @click=${() => hands.showJson(true)}>${texts.json}</button>
    </div>
    ${removed && !json ? html`<p class="undo">${texts.removed(stepName(texts, removed.step))} <button type="button" @click=${hands.undo}>${texts.undo}</button></p>` : nothing}
    <span class="grow"></span>
    ${
      state.stored && state.unsaved && view
        ? html`<button type="button" ?disabled=${state.missing.length > 0} @click=${() => hands.tryIt(true)}>${texts.tryChange}</button>`
        : nothing
    }
    <button type="button" class="try" ?disabled=${state.missing.some((path) => path !== '/label')} @click=${() => hands.tryIt(false)}>${texts.tryIt}</button>
  </div>`
}

function jsonView({ texts, json, hands, view }: EditorLayout): TemplateResult {
  return html`<div class="field json">
    <label for="json">${texts.jsonLabel}</label>
    <textarea id="json" dir="ltr" spellcheck="false" rows="20" ?readonly=${view?.readOnly} aria-invalid=${json?.broken ? 'true' : nothing}
      .value=${json?.text ?? ''} @input=${({ target }: Event) => hands.writeJson((target as HTMLTextAreaElement).value)}></textarea>
    ${json?.broken ? html`<p class="error">${texts.jsonBroken}</p>` : nothing}
  </div>`
}

function simulation({ tried, texts, link, hands, now }: EditorLayout, { client }: EditorView): unknown {
  if (!tried) return nothing
  const stale = tried.text !== now
  return html`<section class="tried" id="tried" aria-label=${texts.tryIt} tabindex="-1">
    <div class="row"><h3>${texts.tryIt}</h3><span class="grow"></span><button type="button" class="quiet" @click=${hands.hideTry}>${texts.hideTry}</button></div>
    ${stale ? html`<p class="note" role="status">${texts.triedBefore} <button type="button" @click=${() => hands.tryIt(!!tried.instead)}>${texts.tryAgain}</button></p>` : nothing}
    <kith-simulation .client=${client} .rules=${tried.rules} .instead=${tried.instead} .link=${link}></kith-simulation>
  </section>`
}
