import { checkFilter } from '../../filter/check.ts'
import { deepFreeze } from '../../schema/define-object.ts'
import type { Model } from '../../schema/model.ts'
import { isKithError, KithError } from '../../shared/errors.ts'
import type { Label } from '../../shared/locale.ts'
import type { Stage } from './pipeline.schema.ts'

/** A pipeline as plain data. */
export interface PipelineDefinition {
  /** Never changes. */
  readonly id: string
  readonly name: string
  /** The name by language. */
  readonly label?: Label
  readonly stages: readonly Stage[]
  /** The lowest is the one that deals take by default. */
  readonly order?: number
}

/**
 * Describes a way of selling. The result is frozen.
 *
 * @throws KithError `INVALID_DEFINITION` with a path: a stage id that is there twice, no open stage, a probability
 * outside 0 to 100
 * @example
 * definePipeline({ id: 'rental', name: 'Rental', stages: [
 *   { id: 'enquiry', label: 'Enquiry', kind: 'open', rotAfterDays: 3 },
 *   { id: 'signed', label: 'Signed', kind: 'won' },
 *   { id: 'lost', label: 'Lost', kind: 'lost' },
 * ] })
 */
export function definePipeline(definition: PipelineDefinition): PipelineDefinition {
  const { id, stages } = definition
  const refuse = (path: string, reason: string): never => {
    throw new KithError('INVALID_DEFINITION', { path: `/pipelines/${id}${path}`, reason })
  }
  stages.forEach((stage, at) => {
    if (!/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(stage.id))
      refuse(`/stages/${at}/id`, 'an id is ASCII letters, digits, _, - or .')
    if (stages.findIndex((other) => other.id === stage.id) !== at)
      refuse(`/stages/${at}/id`, `"${stage.id}" is there twice`)
    const { probability = 0, rotAfterDays = 1 } = stage
    if (!(probability >= 0 && probability <= 100)) refuse(`/stages/${at}/probability`, 'it is a number from 0 to 100')
    if (!(rotAfterDays > 0)) refuse(`/stages/${at}/rotAfterDays`, 'it is more than 0')
  })
  if (!stages.some((stage) => stage.kind === 'open')) refuse('/stages', 'a pipeline needs an open stage')
  return deepFreeze({ ...definition })
}

/** Checks what a pipeline says of deals. @throws KithError `INVALID_DEFINITION` for an exit condition that is no filter over deals */
export function checkPipeline({ id, stages }: PipelineDefinition, model: Model): void {
  for (const [at, stage] of stages.entries())
    for (const [index, filter] of (stage.exit ?? []).entries())
      try {
        checkFilter(model, 'deal', filter, { now: '2000-01-01T00:00:00.000Z', zone: 'UTC' })
      } catch (error) {
        if (!isKithError(error, 'INVALID_FILTER')) throw error
        const path = `/pipelines/${id}/stages/${at}/exit/${index}${error.details['path']}`
        throw new KithError('INVALID_DEFINITION', { path, reason: error.details['reason'] }, { cause: error })
      }
}
