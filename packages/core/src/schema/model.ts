import { KithError } from '../shared/errors.ts'
import { checkField, checkFields, isCustomIdentifier, refuseDefinition } from './check-definition.ts'
import { deepFreeze } from './define-object.ts'
import { fieldType } from './field-types/index.ts'
import { systemFields } from './system-fields.ts'
import type { FieldDefinition, FieldMap, ObjectDefinition } from './types.ts'

/** All objects of an app (and, for one tenant, its run-time fields), ready to be asked. Immutable. */
export interface Model {
  readonly objects: ReadonlyMap<string, ObjectDefinition>
  /** @throws KithError `UNKNOWN_OBJECT` */
  object(name: string): ObjectDefinition
  /** By path of the API: `contacts`. @throws KithError `UNKNOWN_OBJECT` */
  byPlural(plural: string): ObjectDefinition
  /** System fields, code fields and run-time fields, in this order. @throws KithError `UNKNOWN_OBJECT` */
  fields(object: string): FieldMap
  field(object: string, id: string): FieldDefinition | undefined
  /** The same model with a tenant's run-time fields added. @throws KithError `INVALID_DEFINITION` */
  withFields(fields: Readonly<Record<string, FieldMap>>): Model
}

/** Fields by object name. */
export type FieldsByObject = Readonly<Record<string, FieldMap>>

/**
 * Puts objects together to a model, and checks what no object knows for itself: names, paths and targets of relations.
 *
 * @param extend Fields that an app adds to objects by name. They cannot replace a field.
 * @throws KithError `INVALID_DEFINITION` with the path of what cannot be used
 * @example
 * const model = createModel([contact, company], { contact: { shoeSize: number() } })
 */
export function createModel(objects: readonly ObjectDefinition[], extend: FieldsByObject = {}): Model {
  const byName = new Map<string, ObjectDefinition>()
  const plurals = new Set<string>()
  for (const object of objects) {
    if (byName.has(object.name)) refuseDefinition(`/${object.name}`, 'there are two objects of this name')
    if (plurals.has(object.plural)) refuseDefinition(`/${object.name}/plural`, 'another object has it')
    plurals.add(object.plural)
    byName.set(object.name, object)
  }
  for (const [name, fields] of Object.entries(extend)) byName.set(name, extended(byName, name, fields))
  for (const object of byName.values()) checkTargets(byName, object.fields, `/${object.name}/fields`)
  return modelOf(byName, new Map())
}

function extended(objects: ReadonlyMap<string, ObjectDefinition>, name: string, fields: FieldMap): ObjectDefinition {
  const object = objects.get(name) ?? refuseDefinition(`/${name}`, 'there is no such object to add fields to')
  const path = `/${name}/fields`
  for (const id of Object.keys(fields)) refuseKnown({ ...systemFields(name), ...object.fields }, id, path)
  checkFields({ ...object.fields, ...fields }, path)
  const added = Object.entries(fields).map(([id, field]) => [id, { ...field, added: true }] as const)
  return deepFreeze({ ...object, fields: { ...object.fields, ...Object.fromEntries(added) } })
}

function modelOf(objects: ReadonlyMap<string, ObjectDefinition>, custom: ReadonlyMap<string, FieldMap>): Model {
  const byPlural = new Map([...objects.values()].map((object) => [object.plural, object]))
  const fields = new Map(
    [...objects.values()].map((object) => [object.name, allFields(object, custom.get(object.name))]),
  )
  const model: Model = {
    objects,
    object: (name) => found(objects.get(name), name),
    byPlural: (plural) => found(byPlural.get(plural), plural),
    fields: (name) => found(fields.get(name), name),
    field: (name, id) => fields.get(name)?.[id],
    withFields: (added) => modelOf(objects, withCustom(model, custom, added)),
  }
  return Object.freeze(model)
}

function found<Value>(value: Value | undefined, object: string): Value {
  if (value === undefined) throw new KithError('UNKNOWN_OBJECT', { object })
  return value
}

/** Without a prototype, so that `constructor` or `__proto__` from outside finds nothing. */
function allFields(object: ObjectDefinition, custom: FieldMap = {}): FieldMap {
  return deepFreeze(Object.assign(Object.create(null), systemFields(object.name), object.fields, custom))
}

function withCustom(model: Model, custom: ReadonlyMap<string, FieldMap>, added: FieldsByObject): Map<string, FieldMap> {
  const all = new Map(custom)
  for (const [name, fields] of Object.entries(added)) {
    const path = `/${name}/fields`
    if (!model.objects.has(name)) refuseDefinition(`/${name}`, 'there is no such object')
    const own: Record<string, FieldDefinition> = { ...custom.get(name) }
    for (const [id, field] of Object.entries(fields)) {
      refuseKnown({ ...model.fields(name), ...own }, id, path)
      checkCustom(id, field, `${path}/${id}`)
      own[id] = { ...field, custom: true }
    }
    checkTargets(model.objects, own, path)
    all.set(name, own)
  }
  return all
}

function checkCustom(id: string, field: FieldDefinition, path: string): void {
  if (!isCustomIdentifier(id)) refuseDefinition(path, 'the id of a run-time field is x_ and ASCII letters, digits or _')
  checkField(field, path)
  if (!fieldType(field.type).atRunTime) refuseDefinition(`${path}/type`, `a ${field.type} cannot be added at run time`)
}

function refuseKnown(known: FieldMap, id: string, path: string): void {
  const twin = Object.keys(known).find((one) => one.toLowerCase() === id.toLowerCase())
  if (twin !== undefined) refuseDefinition(`${path}/${id}`, `there is a field "${twin}" already`)
}

function checkTargets(objects: ReadonlyMap<string, ObjectDefinition>, fields: FieldMap, path: string): void {
  for (const [id, { to }] of Object.entries(fields))
    if (to !== undefined && !objects.has(to)) refuseDefinition(`${path}/${id}/to`, `there is no object "${to}"`)
}
