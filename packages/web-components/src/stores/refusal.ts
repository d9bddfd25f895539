import type { StoredRecord } from '@kith/core'

/** A refused call as stores look at it. */
export interface Refusal {
  readonly code?: string
  readonly message?: string
  readonly details?: {
    readonly current?: StoredRecord
    readonly issues?: readonly { readonly path: string; readonly code: string; readonly message: string }[]
  }
}

/** The code of what was thrown; `INTERNAL` where it has none. */
export const codeOf = (error: unknown): string => (error as Refusal).code ?? 'INTERNAL'

/** Sentences by the id of the field that they are about: `/name` and `/values/name` are about `name`. */
export function issuesByField(error: unknown): Readonly<Record<string, string>> {
  const issues = (error as Refusal).details?.issues ?? []
  const id = (path: string) => {
    const [first = '', second = ''] = path.split('/').slice(1)
    return (first === 'values' || first === 'set') && second ? second : first
  }
  return Object.fromEntries(issues.map(({ path, message }) => [id(path), message]))
}
