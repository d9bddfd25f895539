import { type Issue, issue, jsonPointer, KithError } from '@kith/core/shared'
import type { Parameter } from './types.ts'

type Parameters = Readonly<Record<string, Parameter>>

const LONGEST = 16_384

/**
 * Reads the query of an address by the parameters of its route. What no parameter names, what stands twice and what
 * cannot be read is refused, so that a spelling mistake is never silently an unfiltered list. Empty counts as absent.
 *
 * @throws KithError `INVALID_INPUT` with paths below `/query`
 */
export function readQuery(search: URLSearchParams, parameters: Parameters = {}): Record<string, unknown> {
  const issues: Issue[] = []
  const values: Record<string, unknown> = {}
  for (const name of new Set(search.keys())) {
    if (search.getAll(name).every((value) => value === '') && parameters[name]) continue
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined
    const read = parameter ? readOne(parameter, search.getAll(name)) : refused('unknown-parameter', unknown(parameters))
    if ('issue' in read) issues.push({ ...read.issue, path: jsonPointer(['query', name]) })
    else values[name] = read.value
  }
  for (const [name, parameter] of Object.entries(parameters)) {
    if (!parameter.required || name in values || search.get(name)) continue
    issues.push(issue(jsonPointer(['query', name]), 'required'))
  }
  if (issues.length > 0) throw new KithError('INVALID_INPUT', { issues })
  return values
}

/** The query text of a call: the inverse of {@link readQuery}. Undefined values are left out. */
export function writeQuery(values: Readonly<Record<string, unknown>>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue
    const isList = Array.isArray(value)
    search.set(name, isList ? value.join(',') : typeof value === 'object' ? JSON.stringify(value) : String(value))
  }
  const query = search.toString()
  return query === '' ? '' : `?${query}`
}

type Read = { readonly value: unknown } | { readonly issue: Omit<Issue, 'path'> }

const refused = (code: string, message: string): Read => ({ issue: { code, message } })
const unknown = (parameters: Parameters) =>
  `This address has no such parameter. It takes: ${Object.keys(parameters).join(', ') || 'none'}.`

function readOne(parameter: Parameter, given: readonly string[]): Read {
  const [raw = ''] = given
  if (given.length > 1) return refused('repeated', 'Give this parameter once.')
  if (raw.length > LONGEST) return refused('too-long', `At most ${LONGEST} characters.`)
  switch (parameter.type) {
    case 'text':
      return { value: raw }
    case 'list':
      return { value: raw.split(',') }
    case 'boolean':
      return raw === 'true' || raw === 'false' ? { value: raw === 'true' } : refused('type', 'Write true or false.')
    case 'integer':
      return readInteger(parameter, raw)
    case 'json':
      return readJson(raw)
  }
}

function readInteger({ min = 0, max = Number.MAX_SAFE_INTEGER }: Parameter, raw: string): Read {
  const value = Number(raw)
  const fits = /^\d{1,16}$/.test(raw) && value >= min && value <= max
  return fits ? { value } : refused('integer', `Write a whole number from ${min} to ${max}.`)
}

function readJson(raw: string): Read {
  try {
    const value: unknown = JSON.parse(raw)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? { value } : refused('type', 'Write a JSON object.')
  } catch {
    return refused('not-json', 'This is not JSON.')
  }
}
