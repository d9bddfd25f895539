/** What is bound to a mark. Lists are bound as texts that the dialect can read. */
export type SqlValue = string | number | null

/** A piece of SQL with what is bound to its question marks. */
export interface Sql {
  readonly text: string
  readonly values: readonly SqlValue[]
}

export function sql(text: string, ...values: readonly SqlValue[]): Sql {
  return { text, values }
}

/** Pieces in a row, with a text between them. */
export function concat(parts: readonly Sql[], between = ''): Sql {
  let text = ''
  const values: SqlValue[] = []
  parts.forEach((part, at) => {
    text += at === 0 ? part.text : between + part.text
    for (const value of part.values) values.push(value)
  })
  return { text, values }
}

export function wrap(before: string, { text, values }: Sql): Sql {
  return { text: `${before}(${text})`, values }
}

/** All hold, or one; of nothing: true for `and`, false for `or`. */
export function join(parts: readonly Sql[], op: 'and' | 'or'): Sql {
  if (parts.length === 0) return sql(op === 'and' ? 'TRUE' : 'FALSE')
  return parts.length === 1 ? (parts[0] as Sql) : wrap('', concat(parts, op === 'and' ? ' AND ' : ' OR '))
}

/** Names come from the model, whose ids are ASCII; quoting is the second lock. */
export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
