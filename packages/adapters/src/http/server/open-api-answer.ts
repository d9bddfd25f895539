import { sha256 } from '@kith/core/shared'
import { type DescribedObject, openApi } from '../protocol/index.ts'
import { type Exchange, enterAsUser } from './exchange.ts'
import { jsonResponse } from './responses.ts'

/** The OpenAPI document: of the objects from code, or of what a known user may see. */
export async function openApiAnswer(exchange: Exchange): Promise<Response> {
  const { server, request } = exchange
  const known = await server.settings.authenticate(request)
  if (!known) return jsonResponse(server.documents.ofCode(), 200)
  const { api } = await enterAsUser(exchange)
  return jsonResponse(server.documents.of((await api.model()).objects), 200)
}

/** OpenAPI documents, each made once: deriving one takes a while, and anybody may ask for the public one. */
export interface OpenApiDocuments {
  ofCode(): unknown
  of(objects: readonly DescribedObject[]): unknown
}

const REMEMBERED = 20

export function createOpenApiDocuments(
  model: Exchange['server']['crm']['model'],
  options: { readonly basePath: string },
): OpenApiDocuments {
  const made = new Map<string, unknown>()
  const of = (objects: readonly DescribedObject[]) => {
    const key = sha256(JSON.stringify(objects))
    const document = made.get(key) ?? openApi(objects, options)
    made.delete(key)
    made.set(key, document)
    if (made.size > REMEMBERED) made.delete(made.keys().next().value as string)
    return document
  }
  let code: unknown
  return {
    of,
    ofCode() {
      const objects = () => [...model.objects.values()].map((one) => ({ ...one, fields: model.fields(one.name) }))
      code ??= openApi(objects(), options)
      return code
    },
  }
}
