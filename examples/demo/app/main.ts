import { followChanges, type Signed, whoAmI } from './client.ts'
import { make } from './dom.ts'
import { rulePage, rulesPage } from './pages/automation.ts'
import { changesPage } from './pages/changes.ts'
import { jobsPage, reviewsPage } from './pages/decisions.ts'
import { inboxPage, listPage, type Page, pipelinePage, recordPage } from './pages/elements.ts'
import { myDayPage } from './pages/my-day.ts'
import { startRouter } from './router.ts'
import { openSearch } from './search.ts'
import { applySettings } from './settings.ts'
import { drawShell, watchCounts } from './shell.ts'
import { texts } from './texts.ts'

/** The parts of an address behind `/app`; undefined of one that nobody can have written. */
function partsOf(path: string): string[] | undefined {
  try {
    return path.split('/').slice(2).map(decodeURIComponent)
  } catch {
    return undefined
  }
}

async function pageOf(path: string, signed: Signed, signal: AbortSignal): Promise<Page | undefined> {
  const parts = partsOf(path)
  if (!parts) return undefined
  const [first = '', second] = parts
  if (!first) return myDayPage(signed, signal)
  if (first === 'inbox') return inboxPage(second, signed)
  if (first === 'pipeline') return pipelinePage(signed)
  if (first === 'changes') return changesPage(signed, signal)
  if (first === 'reviews') return reviewsPage(second, signed)
  if (['jobs', 'rules'].includes(first) && !signed.me.canConfigure) return undefined
  if (first === 'jobs') return jobsPage(signed)
  if (first === 'rules') return second ? rulePage(second, signed, signal) : rulesPage()
  return second ? recordPage(first, second, signed) : listPage(first, signed)
}

/** Puts a page in place, with its title, and the focus at its heading. */
async function show(path: string, signal: AbortSignal): Promise<void> {
  const signed = await whoAmI()
  drawShell(signed)
  const page = (await pageOf(path, signed, signal)) ?? missing()
  if (signal.aborted) return
  const place = document.getElementById('page') as HTMLElement
  const heading = make('h1', { className: 'hide', tabIndex: -1 }, page.title)
  place.replaceChildren(heading, page.content)
  place.scrollTo(0, 0)
  document.title = `${page.title} · Kith`
  document.body.classList.remove('side-open')
  if (document.activeElement === document.body || document.activeElement?.closest('#side, #bar')) return heading.focus()
}

function missing(): Page {
  const words = texts()
  const content = make(
    'div',
    { className: 'missing' },
    make('h2', {}, words.lost),
    make('a', { href: '/app' }, words.home),
  )
  return { title: words.lost, content }
}

const typing = (target: EventTarget | undefined) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

addEventListener('keydown', (event) => {
  const slash = event.key === '/' && !typing(event.composedPath()[0])
  if (!slash && !(event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey))) return
  event.preventDefault()
  whoAmI().then(openSearch)
})

applySettings()
const signed = await whoAmI()
applySettings(signed.me.locale)
watchCounts(signed)
followChanges().catch(() => {})
startRouter(show)
