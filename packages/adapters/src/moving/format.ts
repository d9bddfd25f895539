import { KithError } from '@kith/core/shared'
import type { Piece } from '@kith/core/storage'
import type { Counts } from './essence.ts'

/** Version of the format: a file with a greater one is refused. */
export const FORMAT = 1

/** First line of a tenant. */
export interface Header {
  readonly kith: 'export'
  readonly format: number
  readonly tenant: string
  /** When it was made, and of which storage: for people. */
  readonly at?: string
  readonly storage?: string
}

/** Last line of a tenant: without it, or when it does not fit, the file was cut or changed. */
export interface Footer {
  readonly kith: 'end'
  readonly counts: Counts
  readonly digest: string
}

export type Line = Header | Footer | Piece

/** What a line of a file says. @throws KithError `IMPORT_REFUSED` */
export function parseLine(text: string, number: number): Line {
  let line: unknown
  try {
    line = JSON.parse(text)
  } catch {
    throw refused(`line ${number} is not JSON: the file was cut or changed`)
  }
  const { kith, kind } = (line ?? {}) as { kith?: unknown; kind?: unknown }
  if (kith === 'export') return checkedHeader(line as Header)
  if (kith === 'end' || (typeof kind === 'string' && KINDS.has(kind))) return line as Line
  throw refused(`line ${number} is nothing that an export of Kith has`)
}

export function refused(reason: string): KithError {
  return new KithError('IMPORT_REFUSED', { reason })
}

export const isHeader = (line: Line): line is Header => 'kith' in line && line.kith === 'export'
export const isFooter = (line: Line): line is Footer => 'kith' in line && line.kith === 'end'

const KINDS: ReadonlySet<string> = new Set<Piece['kind']>(['record', 'claim', 'number', 'answer', 'change', 'job'])

function checkedHeader(header: Header): Header {
  if (typeof header.format !== 'number' || typeof header.tenant !== 'string')
    throw refused('its first line does not say format and tenant')
  if (header.format > FORMAT)
    throw refused(`a newer Kith wrote it (format ${header.format}, this one reads ${FORMAT}): update the program`)
  return header
}
