import type { ConditionGroup, ConditionNode, ConditionRow, GroupMode } from './filter-builder-types.ts'

let made = 0

/** An id for a condition, unique in the page. */
export const newId = (): string => `c${++made}`

/** An empty group. */
export const group = (mode: GroupMode = 'all', of: readonly ConditionNode[] = []): ConditionGroup => ({
  kind: 'group',
  id: newId(),
  mode,
  of,
})

/** A node by its id, and the group that it stands in (none for the root). */
export interface Found {
  readonly node: ConditionNode
  readonly parent?: ConditionGroup
  readonly at: number
  /** Groups and rows around it, outermost first. */
  readonly around: readonly ConditionNode[]
}

/** Finds a node. */
export function find(root: ConditionGroup, id: string): Found | undefined {
  const look = (
    node: ConditionNode,
    at: number,
    around: readonly ConditionNode[],
    parent?: ConditionGroup,
  ): Found | undefined => {
    if (node.id === id) return { node, at, around, ...(parent && { parent }) }
    if (node.kind === 'row') return node.inner && look(node.inner, 0, [...around, node])
    if (node.kind === 'kept') return undefined
    for (const [index, one] of node.of.entries()) {
      const found = look(one, index, [...around, node], node)
      if (found) return found
    }
    return undefined
  }
  return look(root, 0, [])
}

/** A node without the JSON that it was read from, because it says something else now. */
function changed<Node extends ConditionRow | ConditionGroup>(node: Node): Node {
  const { source: _, ...rest } = node
  return rest as unknown as Node
}

/** Puts something else in place of a node: nothing, one or several. What stands around it is marked as changed. */
export function replace(
  root: ConditionGroup,
  id: string,
  make: (node: ConditionNode) => readonly ConditionNode[],
): ConditionGroup {
  const walk = (node: ConditionNode): readonly ConditionNode[] => {
    if (node.id === id) return make(node)
    if (node.kind === 'kept') return [node]
    if (node.kind === 'row') {
      const [inner] = node.inner ? walk(node.inner) : []
      return [inner === node.inner ? node : { ...changed(node), inner: inner as ConditionGroup }]
    }
    const of = node.of.flatMap(walk)
    const same = of.length === node.of.length && of.every((one, at) => one === node.of[at])
    return [same ? node : { ...changed(node), of }]
  }
  return walk(root)[0] as ConditionGroup
}

/** Changes a row. */
export const withRow = (root: ConditionGroup, id: string, change: Partial<ConditionRow>): ConditionGroup =>
  replace(root, id, (node) => (node.kind === 'row' ? [{ ...changed(node), ...change }] : [node]))

/** Changes a group. */
export const withGroup = (root: ConditionGroup, id: string, change: Partial<ConditionGroup>): ConditionGroup =>
  replace(root, id, (node) => (node.kind === 'group' ? [{ ...changed(node), ...change }] : [node]))

/** Puts a node into a group, at a place; at its end without one. */
export const insert = (root: ConditionGroup, id: string, node: ConditionNode, at?: number): ConditionGroup => {
  const into = find(root, id)?.node
  if (into?.kind !== 'group') return root
  const place = at ?? into.of.length
  return withGroup(root, id, { of: [...into.of.slice(0, place), node, ...into.of.slice(place)] })
}

/** Takes a node out. */
export const without = (root: ConditionGroup, id: string): ConditionGroup => replace(root, id, () => [])

/** The same node once more, with ids of its own. */
export function copied<Node extends ConditionNode>(node: Node): Node {
  const id = newId()
  if (node.kind === 'group') return { ...node, id, of: node.of.map(copied) }
  return node.kind === 'row' && node.inner ? { ...node, id, inner: copied(node.inner) } : { ...node, id }
}

/** Moves a node into a group of the same kind of records, before what stands at a place. Nothing happens within itself. */
export function moved(root: ConditionGroup, id: string, into: string, at: number): ConditionGroup {
  const from = find(root, id)
  const to = find(root, into)
  if (!from?.parent || !to || into === id || to.around.some((one) => one.id === id)) return root
  if (from.parent.id !== into) return insert(without(root, id), into, from.node, at)
  const of = from.parent.of.filter((one) => one.id !== id)
  const place = at > from.at ? at - 1 : at
  if (place === from.at) return root
  return withGroup(root, into, { of: [...of.slice(0, place), from.node, ...of.slice(place)] })
}

/**
 * Moves a node one step up or down, as it is read: into a group that it meets, out of its own at the end of it.
 *
 * @param isOpen Whether a node may go into a group.
 */
export function stepped(
  root: ConditionGroup,
  id: string,
  step: 1 | -1,
  isOpen: (group: ConditionGroup) => boolean,
): ConditionGroup {
  const found = find(root, id)
  if (!found?.parent) return root
  const { parent, at, around } = found
  const next = parent.of[at + step]
  if (next?.kind === 'group' && isOpen(next)) return moved(root, id, next.id, step > 0 ? 0 : next.of.length)
  if (next) return moved(root, id, parent.id, step > 0 ? at + 2 : at - 1)
  const outer = around.at(-2)
  if (outer?.kind !== 'group') return root
  const place = outer.of.indexOf(parent)
  return moved(root, id, outer.id, step > 0 ? place + 1 : place)
}
