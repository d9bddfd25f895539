import type { Model, SchemaStep } from '@kith/core/storage'
import type { Connection } from './connection.ts'
import { DATABASE_VERSION } from './database.ts'
import { objectLayout } from './layout.ts'
import { answered, reading } from './requests.ts'
import { staleShapes } from './shapes.ts'

/** What `open` would do for a model: make the database, or index records anew. Nothing is changed. */
export async function planOpening(connection: Connection, model: Model): Promise<readonly SchemaStep[]> {
  const { name } = connection
  const version = await connection.version()
  if (version === undefined) return [step(`make ${name}`, 'There is no database of this name yet. This takes no time.')]
  if (version < DATABASE_VERSION)
    return [
      step(`make ${name} version ${DATABASE_VERSION}`, `It is version ${version}. Other tabs let go of it first.`),
    ]
  return connection.lent(async (db) => {
    const steps: SchemaStep[] = []
    for (const object of model.objects.keys()) {
      const count = await reading(db, ['shapes', 'records'], async (tx) => {
        const shapes = await staleShapes(tx, objectLayout(model, object))
        const index = tx.objectStore('records').index('shape')
        const counts = await Promise.all(shapes.map((shape) => answered(index.count(shape))))
        return counts.reduce((sum, some) => sum + some, 0)
      })
      if (count > 0) steps.push(step(`index ${object}`, reasonOf(object, count)))
    }
    return steps
  })
}

function step(statement: string, reason: string): SchemaStep {
  return { statement, reason }
}

function reasonOf(object: string, count: number): string {
  return `${count} records of "${object}" lack entries for fields that are indexed or searched now. Some seconds for 10,000; it can be stopped and goes on the next time.`
}
