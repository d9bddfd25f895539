import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { otherSitePolicy, SITE_POLICY } from './policies.ts'
import { staticFiles } from './static-files.ts'

const FOLDER = join(import.meta.dirname, 'site')

/** Addresses of pages, and their files. */
const PAGES: Readonly<Record<string, string>> = { '/': 'index.html', '/valuation': 'valuation.html' }

/**
 * A company's website as its owner has it: plain files, and of Kith only the script tag and the elements.
 * `api`: origin of the CRM where it is another one than the site's own.
 */
export function companySite({ api }: { readonly api: string | undefined }) {
  const headers = { 'content-security-policy': api ? otherSitePolicy(api) : SITE_POLICY }
  const files = staticFiles(FOLDER, headers)
  return async (request: Request, path: string): Promise<Response | undefined> => {
    const page = request.method === 'GET' && Object.hasOwn(PAGES, path) ? PAGES[path] : undefined
    if (page === undefined) return files(request, path)
    const html = await readFile(join(FOLDER, page), 'utf8')
    const body = api
      ? html.replaceAll('src="/embed/', `src="${api}/embed/`).replaceAll('action="/kith/', `action="${api}/kith/`)
      : html
    return new Response(body, {
      headers: { ...headers, 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' },
    })
  }
}
