import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ACCOUNTS, type Account } from './accounts.ts'
import { type Asset, buildApp } from './build-app.ts'
import { APP_POLICY } from './policies.ts'
import type { SignIn } from './sign-in.ts'
import { TENANTS } from './tenants.ts'

const FOLDER = join(import.meta.dirname, 'app')
const HEADERS = {
  'content-security-policy': APP_POLICY,
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
}

/** The pages for colleagues under `/app`: signed in only, but for the sign-in page itself. Built once, at start. */
export function backOffice({ accountOf, signIn, signOut }: SignIn) {
  const built = buildApp(FOLDER)
  built.catch(() => {}) // told to whoever asks for a page
  return async (request: Request, path: string): Promise<Response | undefined> => {
    if (path !== '/app' && !path.startsWith('/app/')) return undefined
    if (path.startsWith('/app/assets/')) return asset((await built).get(path.slice('/app/assets/'.length)))
    if (path === '/app/sign-in') return request.method === 'POST' ? signIn(request) : signInPage()
    if (path === '/app/sign-out' && request.method === 'POST') return signOut(request)
    if (request.method !== 'GET' && request.method !== 'HEAD') return undefined
    const account = accountOf(request)
    if (!account) return new Response(null, { status: 303, headers: { location: '/app/sign-in' } })
    return page('index.html', 'brand', brandOf(account))
  }
}

function asset(found: Asset | undefined): Response | undefined {
  if (!found) return undefined
  const headers = { 'content-type': found.type, 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' }
  return new Response(found.body, { headers: { ...headers, 'content-security-policy': APP_POLICY } })
}

async function page(file: string, place: string, html: string): Promise<Response> {
  const text = await readFile(join(FOLDER, file), 'utf8')
  return new Response(
    text.replace(`<!-- ${place} -->`, () => html),
    { headers: HEADERS },
  )
}

const companyOf = ({ tenant }: Account) => TENANTS.find(({ id }) => id === tenant)?.name ?? tenant
const brandOf = (account: Account) => escaped(companyOf(account))

function signInPage(): Promise<Response> {
  const people = Object.entries(ACCOUNTS).map(([token, account]) => {
    const { name, about } = account
    const initials = name.replace(/^(.).*\s(.).*$/, '$1$2')
    return `<button type="submit" name="account" value="${token}"><i aria-hidden="true">${escaped(initials)}</i><b>${escaped(name)}</b><span>${escaped(about)}</span><small>${brandOf(account)}</small></button>`
  })
  return page('sign-in.html', 'people', people.join(''))
}

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => SIGNS[sign] ?? '')
