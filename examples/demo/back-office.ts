import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ACCOUNTS } from './accounts.ts'
import { SITE_POLICY } from './policies.ts'
import { accountOf, signIn, signOut } from './sign-in.ts'
import { staticFiles } from './static-files.ts'

const FOLDER = join(import.meta.dirname, 'app')
const HEADERS = {
  'content-security-policy': SITE_POLICY,
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
}

/** The pages for colleagues under `/app`: signed in only, but for the sign-in page itself. */
export function backOffice() {
  const files = staticFiles(FOLDER, { 'content-security-policy': SITE_POLICY })
  return async (request: Request, path: string): Promise<Response | undefined> => {
    if (path !== '/app' && !path.startsWith('/app/')) return undefined
    if (path.startsWith('/app/assets/')) return files(request, path.slice('/app/assets/'.length))
    if (path === '/app/sign-in') return request.method === 'POST' ? signIn(request) : signInPage()
    if (path === '/app/sign-out' && request.method === 'POST') return signOut(request)
    if (!accountOf(request)) return new Response(null, { status: 303, headers: { location: '/app/sign-in' } })
    return new Response(await readFile(join(FOLDER, 'index.html'), 'utf8'), { headers: HEADERS })
  }
}

async function signInPage(): Promise<Response> {
  const page = await readFile(join(FOLDER, 'sign-in.html'), 'utf8')
  const people = Object.entries(ACCOUNTS).map(
    ([token, { name, about }]) =>
      `<button type="submit" name="account" value="${token}"><b>${name}</b><span>${about}</span></button>`,
  )
  return new Response(page.replace('<!-- people -->', people.join('')), { headers: HEADERS })
}
