import { DatabaseSync } from 'node:sqlite'
import { FUNCTIONS } from '../sqlite/functions.ts'

/** A statement that reads, and how the database would carry it out. */
export interface Plan {
  readonly statement: string
  readonly steps: readonly string[]
}

/** Notes the text of each statement that SQLite compiles from now on. A store compiles each text once. */
export function watchStatements(): { readonly take: () => readonly string[]; readonly stop: () => void } {
  const { prepare } = DatabaseSync.prototype
  let texts = new Set<string>()
  DatabaseSync.prototype.prepare = function (this: DatabaseSync, text: string, ...rest) {
    texts.add(text)
    return prepare.call(this, text, ...rest)
  }
  return {
    take() {
      const taken = [...texts]
      texts = new Set()
      return taken
    },
    stop() {
      DatabaseSync.prototype.prepare = prepare
    },
  }
}

/** Plans of statements in a file, which need not be closed. */
export function sqlitePlans(file: string, statements: readonly string[]): Plan[] {
  const db = new DatabaseSync(file, { readOnly: true })
  for (const [name, run] of Object.entries(FUNCTIONS)) db.function(name, { deterministic: true }, run())
  for (const statement of statements) if (/^CREATE .* temp\./.test(statement)) db.exec(statement)
  const plans = statements
    .filter((statement) => /^\s*(WITH|SELECT|UPDATE|DELETE)/i.test(statement))
    .map((statement) => {
      const rows = db.prepare(`EXPLAIN QUERY PLAN ${statement}`).all()
      return { statement, steps: rows.map((row) => String(row['detail'])) }
    })
  db.close()
  return plans
}

/**
 * What may be walked from end to end: values that were bound, what full text found (at most 10,000, and what is
 * read of them: see `ranked.ts`), words in a range, what holds a handful.
 */
const SHORT =
  /^SCAN (\w+ VIRTUAL TABLE INDEX (1:|\d+:[^:]*[M=])|temp\.w_\w+ VIRTUAL TABLE INDEX 1537:|json_each|(ranked|first|last|[mabc])( LEFT-JOIN)?$|\w+ EXISTS VIRTUAL|kith_(custom_index|meta|tenant)\b|sqlite_schema|pragma_index_list|CONSTANT ROW)/

/** Steps that look at a whole table or index. */
export function fullScans(plans: readonly Plan[]): Plan[] {
  return plans.filter(({ steps }) => steps.some((step) => step.startsWith('SCAN ') && !SHORT.test(step)))
}
