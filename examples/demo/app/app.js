const API = '/kith/v1'
const page = document.getElementById('page')
const links = document.getElementById('links')
const model = new Map()
const SHOWN = ['lead', 'contact', 'company', 'deal', 'activity', 'ticket', 'property']
let follow = () => {}

/** Asks the API; a refusal is an Error with its sentence. */
async function ask(path) {
  const response = await fetch(API + path)
  const body = await response.json()
  if (!response.ok) throw new Error(body.detail ?? body.title)
  return body
}

function make(tag, props, ...children) {
  const element = Object.assign(document.createElement(tag), props)
  element.append(...children)
  return element
}

const label = (text, fallback) => (typeof text === 'string' ? text : (text?.en ?? fallback))

/** A value as people read it, by the type of its field. */
function show(value, field) {
  if (value === undefined) return ''
  if (Array.isArray(value)) return value.map((item) => show(item?.value ?? item, field)).join(', ')
  const type = field.of ?? field.type
  if (type === 'personName') return value.full
  if (type === 'address') return [value.street, value.postalCode, value.city].filter(Boolean).join(', ')
  if (type === 'dateTime') return new Date(value).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })
  if (type === 'money') {
    const format = new Intl.NumberFormat(undefined, { style: 'currency', currency: value.currency })
    return format.format(value.amountMinor / 10 ** format.resolvedOptions().maximumFractionDigits)
  }
  const option = field.options?.find((one) => one.id === value)
  return option ? label(option.label, option.id) : typeof value === 'object' ? JSON.stringify(value) : String(value)
}

async function listPage(object) {
  const ids = object.list ?? [object.title]
  const custom = Object.keys(object.fields).filter((id) => object.fields[id].custom)
  const columns = [...ids, ...custom].flatMap((id) => (object.fields[id] ? [{ ...object.fields[id], id }] : []))
  const heads = columns.map((field) => make('th', { scope: 'col' }, label(field.label, field.id)))
  const body = make('tbody', {})
  const more = make('button', { type: 'button', hidden: true }, 'Show more')
  const table = make('table', {}, make('thead', {}, make('tr', {}, ...heads)), body)
  const title = make('h1', {}, label(object.pluralLabel, object.plural))
  page.replaceChildren(make('div', { className: 'pane' }, title, make('div', { className: 'scroll' }, table), more))
  const row = (record, className = '') => {
    const cells = columns.map((field, at) => {
      const text = show(record[field.id], field)
      const link = () => make('a', { href: `/app/${object.plural}/${record.id}` }, text || '—')
      return make('td', { title: text }, at === 0 ? link() : text)
    })
    return make('tr', { className, id: `row-${record.id}` }, ...cells)
  }
  let cursor = ''
  const load = async () => {
    const found = await ask(`/${object.plural}?limit=50${cursor}`)
    body.append(...found.items.map((record) => row(record)))
    cursor = `&cursor=${encodeURIComponent(found.nextCursor ?? '')}`
    more.hidden = !found.nextCursor
  }
  more.addEventListener('click', load)
  await load()
  return (event) => {
    if (event.object !== object.name) return
    document.getElementById(`row-${event.id}`)?.remove()
    if (event.record) body.prepend(row(event.record, 'fresh'))
  }
}

async function recordPage(object, id) {
  const [record, timeline] = await Promise.all([
    ask(`/${object.plural}/${id}`),
    ask(`/${object.plural}/${id}/timeline`),
  ])
  const shown = Object.entries(object.fields).filter(
    ([key, field]) => record[key] !== undefined && field.type !== 'json',
  )
  const facts = shown.flatMap(([key, field]) => [
    make('dt', {}, label(field.label, key)),
    make('dd', {}, show(record[key], field)),
  ])
  const entries = timeline.items.map((entry) =>
    make('li', {}, sentence(entry), ' ', make('small', {}, new Date(entry.at).toLocaleString())),
  )
  const title = make('h1', {}, show(record[object.title], object.fields[object.title]))
  const history = make('ol', {}, ...entries)
  page.replaceChildren(
    make('div', { className: 'pane' }, title, make('dl', {}, ...facts), make('h2', {}, 'Timeline'), history),
  )
  return (event) => event.id === id && recordPage(object, id)
}

function sentence({ kind, record, change }) {
  if (kind === 'activity') return `${record.kind}: ${record.subject}`
  if (kind === 'submission') return `Form ${record.formId}: ${record.values?.message ?? ''}`
  if (kind === 'consent') return `Consent to ${record.purpose} ${record.state}: ${record.text}`
  if (kind !== 'change') return record.text
  const what = change.before === null ? 'Created' : `Changed ${Object.keys(change.after ?? {}).join(', ')}`
  return `${what} by ${change.actor.kind} ${change.actor.id} (${change.cause})`
}

async function elementPage(name, attributes) {
  await import(`/embed/${name}.js`)
  const element = document.createElement(`kith-${name}`)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  element.addEventListener('kith-select', (event) => go(`/app/deals/${event.detail.id}`))
  page.replaceChildren(element)
  return () => {}
}

async function open() {
  const [, , section = 'pipeline', id] = location.pathname.split('/')
  for (const link of links.children) link.toggleAttribute('aria-current', link.pathname === `/app/${section}`)
  const object = [...model.values()].find((one) => one.plural === section)
  try {
    if (section === 'pipeline') follow = await elementPage('pipeline-board', { api: API, pipeline: 'sales' })
    else if (section === 'inbox') follow = await elementPage('inbox', { api: API })
    else if (object) follow = await (id ? recordPage(object, id) : listPage(object))
    else throw new Error('There is no such page.')
  } catch (error) {
    page.replaceChildren(make('p', { className: 'pane', role: 'alert' }, error.message))
  }
}

function go(path) {
  history.pushState(null, '', path)
  open()
}

document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[href^="/app"]')
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return
  event.preventDefault()
  go(link.getAttribute('href'))
})
addEventListener('popstate', open)

const [me, { objects }] = await Promise.all([ask('/me'), ask('/model')])
for (const object of objects) model.set(object.name, object)
document.getElementById('me').textContent = me.name ?? me.actor.id
const lists = SHOWN.flatMap((name) => model.get(name) ?? []).map((one) => [
  one.plural,
  label(one.pluralLabel, one.name),
])
const sections = [['pipeline', 'Pipeline'], ['inbox', 'Inbox'], ...lists]
links.replaceChildren(...sections.map(([path, text]) => make('a', { href: `/app/${path}` }, text)))
await open()
new EventSource(`${API}/changes`).addEventListener('change', (event) => follow(JSON.parse(event.data)))
