import { KithError } from '@kith/core/shared'
import { readQuery } from '../protocol/index.ts'
import { type Exchange, enterAsSite, enterAsUser } from './exchange.ts'
import { jsonResponse } from './responses.ts'
import { downloadHeaders, type Incoming, readUpload } from './upload.ts'

/** Stores a file of a user. */
export async function upload(exchange: Exchange): Promise<Response> {
  const { api } = await enterAsUser(exchange)
  const { limits } = exchange.server.settings
  const file = await incoming(exchange, limits.uploadBytes)
  return jsonResponse(await stored(file, () => api.upload(file)), 201)
}

/** Stores a file of a visitor, to be named by a submission. */
export async function publicUpload(exchange: Exchange): Promise<Response> {
  const { api } = await enterAsSite(exchange)
  if (!api.uploadFile) throw new KithError('NOT_SUPPORTED', { storage: 'http', feature: 'files' })
  const { limits } = exchange.server.settings
  const file = await incoming(exchange, limits.publicUploadBytes)
  const { id: formId = '' } = exchange.match.params
  return jsonResponse(await stored(file, async () => api.uploadFile?.(formId, file)), 201)
}

function incoming({ request, url, match, server }: Exchange, limitBytes: number): Promise<Incoming> {
  const { name } = readQuery(url.searchParams, match.route.query)
  const limit = { limitBytes, timeoutMs: server.settings.limits.uploadMs }
  return readUpload(request, name as string | undefined, limit)
}

async function stored<Answer>(file: Incoming, store: () => Promise<Answer>): Promise<Answer> {
  try {
    return await store()
  } catch (error) {
    throw file.failure() ?? error
  }
}

/** Hands the bytes of a file back, to be saved. Its record is read in the scope of the user. */
export async function download(exchange: Exchange): Promise<Response> {
  const { api, scope } = await enterAsUser(exchange)
  const { files } = exchange.server.settings
  const record = await api.get('file', exchange.match.params['id'] ?? '')
  if (!files) throw new KithError('NOT_SUPPORTED', { storage: 'http', feature: 'files' })
  const body = await files.get(scope.tenant, String(record['storageKey'] ?? ''))
  if (!body) throw new KithError('NOT_FOUND')
  const mediaType = String(record['mediaType'] ?? 'application/octet-stream')
  return new Response(body, { status: 200, headers: downloadHeaders(String(record['name'] ?? 'file'), mediaType) })
}
