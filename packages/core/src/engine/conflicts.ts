import { isKithError } from '../shared/errors.ts'

/** How often something is planned that commits of others come between. */
export const MAX_ATTEMPTS = 8

/** Reads and writes, and does both again where somebody else's commit came between. @throws KithError `VERSION_CONFLICT` at last */
export async function againOnConflict<Result>(run: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++)
    try {
      return await run()
    } catch (error) {
      if (attempt >= MAX_ATTEMPTS || !isKithError(error, 'VERSION_CONFLICT')) throw error
    }
}
