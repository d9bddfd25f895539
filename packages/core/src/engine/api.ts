import type { FullCrmApi, Me, Scope } from '../ports/crm-api.ts'
import { addField, describeModel } from './configuration-api.ts'
import { uploadFile } from './file-api.ts'
import { followChanges } from './live-api.ts'
import { readLog } from './log.ts'
import { createOperationApi } from './operation-api.ts'
import { load } from './operations.ts'
import { createRecordApi } from './record-api.ts'
import { createRulesApi } from './rules/rules-api.ts'
import { type Engine, openSession, type Session } from './session.ts'
import { readTimeline } from './timeline.ts'
import { undoChanges } from './undo-api.ts'

/** The API of one scope, in process. */
export function createApi(engine: Engine, scope: Scope): FullCrmApi {
  const open = () => openSession(engine, scope)
  return {
    ...createRecordApi(engine, scope),
    ...createOperationApi(engine, scope),
    ...createRulesApi(engine, scope),
    me: async () => whoAmI(await open()),
    model: async () => describeModel(await open()),
    timeline: async (object, id, query = {}) => readTimeline(object, id, query, await open()),
    log: async (query = {}) => readLog(query, await open()),
    undo: async (input, options = {}) => undoChanges(await open(), input, options),
    addField: async (object, id, definition, options = {}) => addField(await open(), object, id, definition, options),
    upload: async (file) => uploadFile(await open(), file),
    changes: (options = {}) => followChanges(engine, scope, options),
  }
}

async function whoAmI(session: Session): Promise<Me> {
  const { scope, state, access } = session
  const user = await load(session, 'user', scope.actor.id)
  const name = user?.['name']
  return {
    actor: scope.actor,
    tenant: scope.tenant,
    ...(typeof name === 'string' ? { name } : {}),
    roles: scope.roles,
    locale: typeof user?.['locale'] === 'string' ? user['locale'] : state.locale,
    zone: typeof user?.['zone'] === 'string' ? user['zone'] : state.zone,
    baseCurrency: state.baseCurrency,
    canConfigure: access.canConfigure,
  }
}
