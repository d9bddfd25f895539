import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ACCOUNTS, type Account } from './accounts.ts'

const COOKIE = 'kith_demo'
const HOURS = 8
const SIGN_IN_PAGE = { status: 303, headers: { location: '/app/sign-in' } }

/** The demo's own sign-in; a real host brings its own. */
export interface SignIn {
  /** Who sends this request: the cookie of the sign-in page, or `Authorization: Bearer demo-…` for scripts on loopback. */
  accountOf(request: Request): Account | undefined
  /** Answers the form of the sign-in page. */
  signIn(request: Request): Promise<Response>
  signOut(request: Request): Response
}

/** Sessions are signed with a key that lies in `folder`, so people stay signed in when the demo is started again. */
export function openSignIn(folder: string): SignIn {
  const key = keyIn(folder)
  const signed = (session: string) => `${session}.${createHmac('sha256', key).update(session).digest('base64url')}`

  const accountOf = (request: Request): Account | undefined => {
    const [, bearer] = /^Bearer (demo-[\w-]+)$/.exec(request.headers.get('authorization') ?? '') ?? []
    if (bearer) return accountNamed(bearer)
    const cookie = cookieOf(request) ?? ''
    const [name = '', until = ''] = cookie.split('.')
    return isEqual(cookie, signed(`${name}.${until}`)) && Number(until) > Date.now() ? accountNamed(name) : undefined
  }

  return {
    accountOf,
    async signIn(request) {
      const chosen = new URLSearchParams(await request.text()).get('account') ?? ''
      if (!accountNamed(chosen) || !isSameOrigin(request)) return new Response(null, SIGN_IN_PAGE)
      const seconds = HOURS * 3_600
      const cookie = setCookie(signed(`${chosen}.${Date.now() + seconds * 1_000}`), seconds)
      return new Response(null, { status: 303, headers: { location: '/app', 'set-cookie': cookie } })
    },
    signOut(request) {
      const headers = { ...SIGN_IN_PAGE.headers, ...(isSameOrigin(request) ? { 'set-cookie': setCookie('', 0) } : {}) }
      return new Response(null, { status: 303, headers })
    },
  }
}

function keyIn(folder: string): Buffer {
  const file = join(folder, 'sign-in.key')
  if (!existsSync(file)) writeFileSync(file, randomBytes(32), { mode: 0o600 })
  return readFileSync(file)
}

function accountNamed(name: string): Account | undefined {
  return Object.hasOwn(ACCOUNTS, name) ? ACCOUNTS[name] : undefined
}

function cookieOf(request: Request): string | undefined {
  for (const part of (request.headers.get('cookie') ?? '').split(';')) {
    const [name, value] = part.trim().split('=')
    if (name === COOKIE) return value
  }
  return undefined
}

function setCookie(value: string, maxAgeSeconds: number): string {
  return `${COOKIE}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}`
}

function isEqual(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function isSameOrigin(request: Request): boolean {
  const origin = request.headers.get('origin')
  return origin === null || origin === new URL(request.url).origin
}
