import { randomBytes } from 'node:crypto'
import { ACCOUNTS, type Account } from './accounts.ts'

const COOKIE = 'kith_demo'

/** Sessions of the sign-in page; a real host brings its own. They live as long as this process. */
const sessions = new Map<string, Account>()

/** Who sends this request: the cookie of the sign-in page, or `Authorization: Bearer demo-…` for scripts on loopback. */
export function accountOf(request: Request): Account | undefined {
  const bearer = /^Bearer (demo-[\w-]+)$/.exec(request.headers.get('authorization') ?? '')
  if (bearer) return Object.hasOwn(ACCOUNTS, bearer[1] as string) ? ACCOUNTS[bearer[1] as string] : undefined
  const session = cookieOf(request)
  return session === undefined ? undefined : sessions.get(session)
}

function cookieOf(request: Request): string | undefined {
  for (const part of (request.headers.get('cookie') ?? '').split(';')) {
    const [name, value] = part.trim().split('=')
    if (name === COOKIE) return value
  }
  return undefined
}

/** Answers the form of the sign-in page. */
export async function signIn(request: Request): Promise<Response> {
  const chosen = new URLSearchParams(await request.text()).get('account') ?? ''
  const account = Object.hasOwn(ACCOUNTS, chosen) ? ACCOUNTS[chosen] : undefined
  if (!account || !isSameOrigin(request))
    return new Response(null, { status: 303, headers: { location: '/app/sign-in' } })
  const session = randomBytes(24).toString('base64url')
  sessions.set(session, account)
  return new Response(null, { status: 303, headers: { location: '/app', 'set-cookie': cookie(session, 8 * 3600) } })
}

export function signOut(request: Request): Response {
  const session = cookieOf(request)
  if (session !== undefined && isSameOrigin(request)) sessions.delete(session)
  return new Response(null, { status: 303, headers: { location: '/app/sign-in', 'set-cookie': cookie('', 0) } })
}

function cookie(value: string, maxAgeSeconds: number): string {
  return `${COOKIE}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}`
}

function isSameOrigin(request: Request): boolean {
  const origin = request.headers.get('origin')
  return origin === null || origin === new URL(request.url).origin
}
