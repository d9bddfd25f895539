import { defaultForms, defaultPipelines, defaultRoles, defaultRules } from '../domain/defaults.ts'
import type { FormDefinition } from '../domain/form/define-form.ts'
import { standardObjects } from '../domain/index.ts'
import type { PipelineDefinition } from '../domain/pipeline/define-pipeline.ts'
import type { Role } from '../ports/crm-api.ts'
import type { Score } from '../rules/score.ts'
import type { Rule } from '../rules/types.ts'
import { createModel, type FieldsByObject, type Model } from '../schema/model.ts'
import type { ObjectDefinition } from '../schema/types.ts'

/** An app's configuration: plain data, checked when the CRM is created. */
export interface CrmConfig {
  /** The app's own objects. */
  readonly objects: readonly ObjectDefinition[]
  /** Fields that the app adds to standard objects, by object name. */
  readonly fields: FieldsByObject
  readonly pipelines: readonly PipelineDefinition[]
  readonly forms: readonly FormDefinition[]
  readonly rules: readonly Rule[]
  /** Scores that are kept up to date. */
  readonly scores: readonly Score[]
  readonly roles: readonly Role[]
}

/** A plain sales CRM: one pipeline, one contact form, three roles, and a rule that gives each new lead an owner and a first call. */
export const defaultConfig: CrmConfig = {
  objects: [],
  fields: {},
  pipelines: defaultPipelines,
  forms: defaultForms,
  rules: defaultRules,
  scores: [],
  roles: defaultRoles,
}

/**
 * An app's configuration in one place. What is left out is that of the plain sales CRM. `createCrm` takes the types of
 * records, values and filters from it.
 *
 * @example
 * export const config = defineCrm({ fields: { contact: { shoeSize: number({ label: 'Shoe size' }) } } })
 */
export function defineCrm<const Config extends Partial<CrmConfig>>(config: Config): CrmConfig & Config {
  return { ...defaultConfig, ...config }
}

/**
 * The model that a CRM with this configuration has: the standard objects, the app's own, and the fields that it adds. What a
 * storage is opened with.
 *
 * @throws KithError `INVALID_DEFINITION` with the path of what cannot be used
 * @example
 * await storage.open(crmModel(config))
 */
export function crmModel(config: Pick<CrmConfig, 'objects' | 'fields'> = defaultConfig): Model {
  return createModel([...standardObjects, ...config.objects], config.fields)
}
