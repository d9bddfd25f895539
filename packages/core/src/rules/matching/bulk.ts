import type { StoredRecord } from '../../schema/record.ts'
import type { Atom, Beside, Slot } from './atoms.ts'
import { type BitRows, countBits, createBitRows, setBit } from './bits.ts'
import {
  type AtomRow,
  askedColumn,
  type Column,
  countWanted,
  equalColumn,
  globColumn,
  orderedColumn,
  type Values,
} from './columns.ts'
import { atomsOf, type Expression, type FiledRule, likelihood } from './expression.ts'

/**
 * Takes the records of a block that a rule holds for: bit `n` (of word `n >> 5`, from the lowest bit on) is
 * `records[first + n]`. The bits are used again after the call: copy what is to stay.
 */
export type BulkVisit = (id: string, matched: Uint32Array, first: number) => void

/** Records at a time: the rows of ten thousand conditions stay in the cache. */
const BLOCK = 4096

/** Answers every rule for every record, block by block; see `RuleMatcher.matchAll`. */
export function matchInBulk(
  rules: readonly FiledRule[],
  records: readonly StoredRecord[],
  visit: BulkVisit,
  beside: Beside,
): void {
  const words = Math.ceil(Math.min(BLOCK, records.length) / 32)
  const sheet = makeSheet([...new Set(rules.flatMap(({ expression }) => atomsOf(expression)))], words)
  let programs: Programs | undefined
  for (let first = 0; first < records.length; first += BLOCK) {
    const block = records.slice(first, first + BLOCK)
    sheet.fill(block, beside)
    programs ??= programsOf(rules, sheet, block.length)
    const { all, scratch } = programs
    const result = scratch[0] as Uint32Array
    for (const { id, node } of all) {
      evaluate(node, sheet.rows, scratch, 0)
      if (trim(result, block.length)) visit(id, result, first)
    }
  }
}

interface Programs {
  readonly all: readonly { readonly id: string; readonly node: Node }[]
  /** For each depth of the deepest one. */
  readonly scratch: readonly Uint32Array[]
}

/** Made when the first block is known: what holds for few of its records is asked first. */
function programsOf(rules: readonly FiledRule[], { rows, rowOf }: Sheet, length: number): Programs {
  const shares = new Map<Atom, number>()
  for (const [atom, row] of rowOf) shares.set(atom, countBits(rows.bits.subarray(row, row + rows.words)) / length)
  const shareOf = (atom: Atom) => shares.get(atom) as number
  const all = rules.map(({ id, expression }) => ({ id, node: nodeOf(expression, rowOf, shareOf) }))
  const depth = all.reduce((most, { node }) => Math.max(most, depthOf(node)), 0)
  return { all, scratch: Array.from({ length: depth + 1 }, () => new Uint32Array(rows.words)) }
}

/** The answers of all atoms for a block. */
interface Sheet {
  readonly rows: BitRows
  readonly rowOf: ReadonlyMap<Atom, number>
  fill(block: readonly StoredRecord[], beside: Beside): void
}

interface SlotColumns {
  readonly slot: Slot
  readonly columns: readonly Column[]
}

function makeSheet(atoms: readonly Atom[], words: number): Sheet {
  const all = atoms.map((atom, at): AtomRow => ({ atom, row: at * words }))
  const bySlot = Map.groupBy(all, ({ atom }) => atom.slot)
  const equals = (list: readonly AtomRow[]) => list.filter(({ atom }) => kindOf(atom) === 'equal')
  const spare = [...bySlot].reduce((sum, [slot, list]) => sum + (slot ? countWanted(equals(list)) : 0), 0)
  const rows = createBitRows(atoms.length + spare, words)
  let used = atoms.length
  const columns: SlotColumns[] = []
  for (const [slot, list] of bySlot) {
    if (!slot) continue
    const base = used
    used += countWanted(equals(list))
    columns.push({ slot, columns: columnsOf(list, rows, (at) => (base + at) * words) })
  }
  const others = bySlot.get(undefined) ?? []
  return {
    rows,
    rowOf: new Map(all.map(({ atom, row }) => [atom, row])),
    fill: (block, beside) => {
      rows.bits.fill(0, 0, atoms.length * words)
      for (const { slot, columns: of } of columns) {
        const values: Values = block.map(slot.read)
        for (const column of of) column(values)
      }
      for (const { atom, row } of others)
        for (let at = 0; at < block.length; at++)
          if (atom.holds(block[at] as StoredRecord, beside.lookup)) setBit(rows.bits, at, row)
    },
  }
}

type Kind = 'equal' | 'ordered' | 'glob' | 'asked'

function kindOf({ value, slot }: Atom): Kind {
  if (value?.op === 'glob') return 'glob'
  if (value?.op !== 'compare' || value.cmp === 'eq') return 'equal'
  return slot?.many || Number.isNaN(value.value) ? 'asked' : 'ordered'
}

function columnsOf(atoms: readonly AtomRow[], rows: BitRows, spare: (at: number) => number): readonly Column[] {
  const kinds = Map.groupBy(atoms, ({ atom }) => kindOf(atom))
  const make: Readonly<Record<Kind, (list: readonly AtomRow[]) => Column>> = {
    equal: (list) => equalColumn(list, rows, spare),
    ordered: (list) => orderedColumn(list, rows),
    glob: (list) => globColumn(list, rows),
    asked: (list) => askedColumn(list, rows),
  }
  return [...kinds].map(([kind, list]) => make[kind](list))
}

/** An expression over rows of bits; of `and` and `or`, what decides soonest stands first. */
type Node =
  | { readonly op: 'constant'; readonly value: boolean }
  | { readonly op: 'row'; readonly row: number; readonly flip: 0 | -1 }
  | { readonly op: 'and' | 'or'; readonly of: readonly Node[] }

function nodeOf(
  expression: Expression,
  rowOf: ReadonlyMap<Atom, number>,
  shareOf: (atom: Atom) => number,
  flipped = false,
): Node {
  switch (expression.op) {
    case 'true':
    case 'false':
      return { op: 'constant', value: (expression.op === 'true') !== flipped }
    case 'not':
      return nodeOf(expression.of, rowOf, shareOf, !flipped)
    case 'atom':
      return { op: 'row', row: rowOf.get(expression.atom) as number, flip: flipped ? -1 : 0 }
    default: {
      const seldom = expression.op === 'and' ? 1 : -1
      const likely = (part: Expression) => likelihood(part, shareOf)
      const of = expression.of.toSorted((left, right) => seldom * (likely(left) - likely(right)))
      return {
        op: (expression.op === 'and') !== flipped ? 'and' : 'or',
        of: of.map((part) => nodeOf(part, rowOf, shareOf, flipped)),
      }
    }
  }
}

const depthOf = (node: Node): number => ('of' in node ? 1 + Math.max(0, ...node.of.map(depthOf)) : 0)

/** Writes the answers of a node to `scratch[level]`. @returns whether there is any */
function evaluate(node: Node, rows: BitRows, scratch: readonly Uint32Array[], level: number): boolean {
  const out = scratch[level] as Uint32Array
  if (node.op === 'constant') out.fill(node.value ? -1 : 0)
  else if (node.op === 'row') return copyRow(out, rows, node.row, node.flip)
  else if (node.op === 'and') return evaluateAnd(node.of, rows, scratch, level)
  else return evaluateOr(node.of, rows, scratch, level)
  return node.value
}

function evaluateAnd(parts: readonly Node[], rows: BitRows, scratch: readonly Uint32Array[], level: number): boolean {
  const out = scratch[level] as Uint32Array
  if (!evaluate(parts[0] as Node, rows, scratch, level)) return false
  for (let at = 1; at < parts.length; at++) {
    const part = parts[at] as Node
    if (part.op === 'row') {
      if (!andRow(out, rows.bits, part.row, part.flip)) return false
      continue
    }
    evaluate(part, rows, scratch, level + 1)
    if (!andRow(out, scratch[level + 1] as Uint32Array, 0, 0)) return false
  }
  return true
}

function evaluateOr(parts: readonly Node[], rows: BitRows, scratch: readonly Uint32Array[], level: number): boolean {
  const out = scratch[level] as Uint32Array
  let any = evaluate(parts[0] as Node, rows, scratch, level)
  for (let at = 1; at < parts.length; at++) {
    const part = parts[at] as Node
    if (part.op === 'row') any = addRow(out, rows.bits, part.row, part.flip) || any
    else if (evaluate(part, rows, scratch, level + 1)) any = addRow(out, scratch[level + 1] as Uint32Array, 0, 0) || any
  }
  return any
}

function copyRow(out: Uint32Array, { bits }: BitRows, row: number, flip: number): boolean {
  let any = 0
  for (let word = 0; word < out.length; word++) {
    const next = (bits[row + word] as number) ^ flip
    out[word] = next
    any |= next
  }
  return any !== 0
}

function andRow(out: Uint32Array, bits: Uint32Array, row: number, flip: number): boolean {
  let any = 0
  for (let word = 0; word < out.length; word++) {
    const next = (out[word] as number) & ((bits[row + word] as number) ^ flip)
    out[word] = next
    any |= next
  }
  return any !== 0
}

function addRow(out: Uint32Array, bits: Uint32Array, row: number, flip: number): boolean {
  let any = 0
  for (let word = 0; word < out.length; word++) {
    const next = (out[word] as number) | ((bits[row + word] as number) ^ flip)
    out[word] = next
    any |= next
  }
  return any !== 0
}

/** Clears what lies past the end of a block. @returns whether anything is left */
function trim(bits: Uint32Array, length: number): boolean {
  let any = 0
  for (let word = 0; word < bits.length; word++) {
    const left = length - word * 32
    if (left < 32) bits[word] = left <= 0 ? 0 : (bits[word] as number) & ((1 << left) - 1)
    any |= bits[word] as number
  }
  return any !== 0
}
