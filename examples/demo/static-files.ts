import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
}

/** Answers GET requests from one folder; takes the `.br` or `.gz` twin of a file where the browser wants it. */
export function staticFiles(folder: string, headers: Readonly<Record<string, string>> = {}) {
  return async (request: Request, path: string): Promise<Response | undefined> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return undefined
    const file = join(folder, normalize(`/${decodeURIComponent(path)}`))
    const type = TYPES[extname(file)]
    if (!file.startsWith(folder + sep) || type === undefined) return undefined
    for (const [encoding, suffix] of encodings(request)) {
      const body = await readFile(file + suffix).catch(() => undefined)
      if (!body) continue
      const encoded: Record<string, string> = encoding ? { 'content-encoding': encoding } : {}
      const common = {
        'content-type': type,
        vary: 'accept-encoding',
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-cache',
      }
      return new Response(request.method === 'HEAD' ? null : body, { headers: { ...common, ...headers, ...encoded } })
    }
    return undefined
  }
}

function encodings(request: Request): readonly (readonly [string, string])[] {
  const accepted = request.headers.get('accept-encoding') ?? ''
  const wanted: (readonly [string, string])[] = []
  if (/\bbr\b/.test(accepted)) wanted.push(['br', '.br'])
  if (/\bgzip\b/.test(accepted)) wanted.push(['gzip', '.gz'])
  return [...wanted, ['', '']]
}
