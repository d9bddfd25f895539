import { html, nothing, type TemplateResult } from '../../base/index.ts'
import type { Composing, RecordView } from './view.ts'

const KINDS: readonly Composing[] = ['note', 'call', 'task']

/** Tomorrow at ten, as a control for date and time takes it. */
const tomorrow = (now: number) => {
  const day = new Date(now)
  day.setDate(day.getDate() + 1)
  return `${day.toLocaleDateString('sv')}T10:00`
}

/** Writes down a note, a call, or a task for later. */
export function composer({
  texts,
  composing,
  acts,
  sending,
  now,
  problem,
  editing,
  asked,
  title,
}: RecordView): TemplateResult {
  const words = { note: texts.noteText, call: texts.callText, task: texts.taskText }[composing]
  const send = { note: texts.logNote, call: texts.logCall, task: texts.addTask }[composing]
  const submit = (event: KeyboardEvent) => {
    const { form } = event.target as HTMLTextAreaElement
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form?.requestSubmit()
  }
  return html`<form class="composer card" part="composer" novalidate @submit=${acts.log} aria-label="${texts.add} ${title}">
    <div class="row" role="group" aria-label=${texts.kind}>
      ${KINDS.map(
        (kind) =>
          html`<button type="button" class="chip" aria-pressed=${kind === composing} @click=${() => acts.compose(kind)}>${texts[kind]}</button>`,
      )}
    </div>
    ${
      composing === 'task'
        ? html`<input name="subject" class="words" autocomplete="off" maxlength="200" placeholder=${words} aria-label=${words} required />`
        : html`<textarea name="body" class="words" rows="2" placeholder=${words} aria-label=${words} required @keydown=${submit}></textarea>`
    }
    ${problem && !editing && !asked ? html`<p class="error" role="alert">${problem}</p>` : nothing}
    <div class="row end">
      ${
        composing === 'task'
          ? html`<label class="inline">${texts.due} <input type="datetime-local" name="dueAt" .value=${tomorrow(now)} /></label>`
          : nothing
      }
      ${composing === 'call' ? html`<input name="outcome" class="outcome" autocomplete="off" placeholder=${texts.outcome} aria-label=${texts.outcome} />` : nothing}
      <button class="primary" ?disabled=${sending}>${send}</button>
    </div>
  </form>`
}

/** What was written, as the API takes it; undefined where nothing was. */
export function readComposer(form: HTMLFormElement, kind: Composing, now: number): Record<string, unknown> | undefined {
  const data = new FormData(form)
  const text = (name: string) => String(data.get(name) ?? '').trim()
  const [subject, body, outcome, dueAt] = [text('subject'), text('body'), text('outcome'), text('dueAt')]
  if (!subject && !body) return undefined
  if (kind === 'task') return { kind, subject, ...(dueAt && { dueAt: new Date(dueAt).toISOString() }) }
  const done = kind === 'call' ? { direction: 'out', doneAt: new Date(now).toISOString() } : {}
  return { kind, body, ...(outcome && { outcome }), ...done }
}
