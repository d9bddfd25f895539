import type { CrmApi, ModelDescription, WriteOptions } from '../ports/crm-api.ts'
import { parseFieldDefinition } from '../schema/field-definition.ts'
import type { FieldDefinition } from '../schema/types.ts'
import { KithError } from '../shared/errors.ts'
import { type Session, write } from './session.ts'

/** The objects and fields that the caller may see, with what may be done with them. */
export function describeModel(session: Session): ModelDescription {
  const { model } = session.state
  const objects: ModelDescription['objects'][number][] = []
  for (const definition of model.objects.values()) {
    const access = session.access.of(definition.name)
    if (!access.actions.has('read')) continue
    const fields = Object.fromEntries(Object.entries(model.fields(definition.name)).filter(([id]) => access.canSee(id)))
    const { totals: _, indexes: __, ...shown } = definition
    objects.push({
      ...shown,
      fields,
      can: [...access.actions].filter((action) => action === 'read' || !definition.operationsOnly),
    })
  }
  return { objects }
}

/** Adds a run-time field as a versioned record of the tenant; it is there for the next call. */
export async function addField(
  session: Session,
  object: string,
  id: string,
  definition: FieldDefinition,
  options: WriteOptions,
): ReturnType<CrmApi['addField']> {
  if (!session.access.canConfigure) throw new KithError('FORBIDDEN', { action: 'configure', object })
  const { model } = session.state
  model.object(object)
  const fieldId = id.startsWith('x_') ? id : `x_${id}`
  const field: FieldDefinition = { ...parseFieldDefinition(definition), custom: true }
  await write(session, {
    cause: 'addField',
    args: { object, id, definition },
    options,
    plan: async () => {
      if (model.field(object, fieldId)) throw new KithError('ALREADY_EXISTS', { object: 'field', field: 'id' })
      model.withFields({ [object]: { [fieldId]: field } })
      const record = { id: `${object}.${fieldId}`, object, fieldId, definition: field }
      return { plan: { writes: [{ kind: 'create', object: 'fieldDefinition', record }], events: [] }, result: {} }
    },
  })
  session.engine.tenants.forget(session.state.tenant)
  return { ...field, id: fieldId }
}
