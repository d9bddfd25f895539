import { openApi } from '../protocol/index.ts'
import { type Exchange, enterAsUser } from './exchange.ts'
import { jsonResponse } from './responses.ts'

/** The OpenAPI document: of the objects from code, or of what a known user may see. */
export async function openApiAnswer(exchange: Exchange): Promise<Response> {
  const { crm, settings } = exchange.server
  const known = await settings.authenticate(exchange.request)
  const objects = known
    ? (await (await enterAsUser(exchange)).api.model()).objects
    : [...crm.model.objects.values()].map((object) => ({ ...object, fields: crm.model.fields(object.name) }))
  return jsonResponse(openApi(objects, { basePath: settings.basePath }), 200)
}
