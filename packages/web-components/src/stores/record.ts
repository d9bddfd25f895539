import type { LiveEvent, StoredRecord, TimelineEntry } from '@kith/core'
import { atom } from 'nanostores'
import { titleOf } from '../values/text.ts'
import { follow } from './follow.ts'
import { pointers, readChildren, readConsents, readParents, readStages, readTasks } from './record-around.ts'
import type { RecordApi, RecordNotice, RecordOptions, RecordState, RecordStore } from './record-types.ts'
import { codeOf, type Refusal } from './refusal.ts'
import { readRuleNames } from './rule-names.ts'
import { readScreenModel } from './screen-model.ts'
import { createTitles } from './titles.ts'

const PAGE = 25
const GATHER_MS = 120

/**
 * Opens the store of one record.
 *
 * @example
 * const page = recordStore(crmHttpApi({ base: '/kith/v1' }), { object: 'contact', id, locale: 'en', newKey: () => crypto.randomUUID() })
 * page.$state.listen(show)
 * await page.open()
 */
export function recordStore(api: RecordApi, { object: asked, id, locale, newKey }: RecordOptions): RecordStore {
  const titles = createTitles(api)
  const $state = atom<RecordState>({
    status: 'loading',
    objects: [],
    titles: titles.known,
    timeline: [],
    more: false,
    parents: [],
    children: [],
    users: [],
    stages: [],
  })
  let name = asked
  let rulesAsked = false
  let cursor: string | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let end = new AbortController()

  const set = (change: Partial<RecordState>) => $state.set({ ...$state.get(), ...change })
  const tell = (notice: RecordNotice) => set({ notice })
  const seen = () => $state.get().record as StoredRecord

  const learn = async () => {
    const { object, objects, record, timeline, children, tasks = [] } = $state.get()
    if (!object || !record) return
    const fields = Object.keys(object.fields)
    const changed = timeline.flatMap(({ change }) => (change ? [change.before, change.after] : []))
    const asks = [titles.learn(object, [record, ...(changed.filter(Boolean) as StoredRecord[])], fields)]
    const others = timeline.flatMap(({ object: of, record }) => (record ? [{ of, record }] : []))
    for (const { of, record } of [...others, ...tasks.map((record) => ({ of: 'activity', record }))]) {
      const found = objects.find((one) => one.name === of)
      if (found) asks.push(titles.learn(found, [record], ['createdBy', 'ownerId', 'formId']))
    }
    for (const { object: of, rows } of children) asks.push(titles.learn(of, rows, Object.keys(of.fields)))
    asks.push(learnRules())
    if ((await Promise.all(asks)).some(Boolean)) set({})
  }

  /** Asked once, where a rule did something. */
  const learnRules = async () => {
    const { record, timeline, tasks = [] } = $state.get()
    const seen = [record, ...tasks, ...timeline.map((entry) => entry.record)]
    const makers = seen.map((one) => String(one?.['createdBy']))
    const acted = timeline.some(({ change }) => change?.actor.kind === 'rule') || seen.some((one) => one?.['ruleId'])
    if (rulesAsked || !(acted || makers.some((by) => by.startsWith('rule:')))) return false
    rulesAsked = true
    for (const [ruleId, label] of await readRuleNames(api, locale)) titles.call(`rule:${ruleId}`, label)
    return true
  }

  const readTimeline = async () => {
    const page = await api.timeline(name, id, { limit: PAGE }).catch(() => undefined)
    if (!page) return
    cursor = page.nextCursor
    set({ timeline: page.items, more: !!cursor })
  }

  /** Reads what stands beside the record. */
  const readAround = async () => {
    const { object, objects, record } = $state.get()
    if (!object || !record) return
    const [parents, children, tasks, consents, stages] = await Promise.all([
      readParents(api, objects, object, record),
      readChildren(api, objects, name, id),
      readTasks(api, objects, name, id),
      readConsents(api, objects, name, id),
      readStages(api, record),
      readTimeline(),
    ])
    set({ parents, children, stages, ...(tasks && { tasks }), ...(consents && { consents }) })
    await learn()
  }

  const describe = async () => {
    const found = await readScreenModel(api, asked)
    if (!found) return set({ status: 'failed', code: 'FORBIDDEN' })
    titles.use(found.model)
    name = found.object.name
    set({ me: found.me, object: found.object, objects: found.model.objects })
  }

  const load = async (stands?: Promise<void>) => {
    try {
      await describe()
      if (!$state.get().object) return
      await stands
      const [record, users] = await Promise.all([
        api.get(name, id),
        api.list('user', { where: { active: true }, sort: 'name', limit: 200 }).catch(() => ({ items: [] })),
      ])
      for (const user of users.items) titles.keep('user', user)
      const known = seen()
      set({ status: 'ready', record: known?.version > record.version ? known : record, users: users.items })
      await readAround()
    } catch (error) {
      if ($state.get().status !== 'ready') set({ status: 'failed', code: codeOf(error) })
    }
  }

  const soon = () => {
    timer ??= setTimeout(() => {
      timer = undefined
      readAround()
    }, GATHER_MS)
  }

  /** Takes a newer state of the record. */
  const put = (record: StoredRecord) => {
    if (record.version >= (seen()?.version ?? 0)) set({ record })
    soon()
  }

  const take = (event: LiveEvent) => {
    const { object, record } = event
    const of = $state.get().objects.find((one) => one.name === object)
    if (event.type === 'reset') load()
    else if (object === 'fieldDefinition') describe().then(learn)
    else if (object === name && event.id === id) {
      if (record) put(record)
      else if (event.type === 'left') set({ status: 'failed', code: 'NOT_FOUND' })
      else api.get(name, id).then(put, () => set({ status: 'failed', code: 'NOT_FOUND' }))
    } else if (record && pointers(of, name).some((field) => record[field] === id)) soon()
    else if (record && titles.known.has(record.id) && titles.keep(object, record)) set({})
  }

  /** Does something, and tells in passing when it does not work. */
  const attempt = async (notice: RecordNotice, act: (correlation: string) => Promise<StoredRecord | undefined>) => {
    const correlation = newKey()
    try {
      const record = await act(correlation)
      if (record) put(record)
      else soon()
      tell({ undo: { correlation }, ...notice })
    } catch (error) {
      tell({ kind: 'failed', code: codeOf(error) })
    }
  }

  const write = async (field: string, value: unknown, ifVersion: number) => {
    const correlation = newKey()
    put(await api.update(name, id, { [field]: value }, { ifVersion, correlation, idempotencyKey: newKey() }))
    set({ conflict: undefined, notice: { kind: 'saved', what: field, undo: { correlation } } })
  }

  return {
    $state,
    open() {
      end.abort()
      end = new AbortController()
      return load(follow(api, end.signal, take))
    },
    close() {
      end.abort()
      clearTimeout(timer)
    },
    async more() {
      if (!cursor) return
      const page = await api.timeline(name, id, { limit: PAGE, cursor }).catch(() => undefined)
      if (!page) return
      cursor = page.nextCursor
      const known = new Set($state.get().timeline.map(entryKey))
      const next = page.items.filter((entry) => !known.has(entryKey(entry)))
      set({ timeline: [...$state.get().timeline, ...next], more: !!cursor })
      await learn()
    },
    async save(field, value, before) {
      try {
        await write(field, value, before.version)
      } catch (error) {
        const { current } = (error as Refusal).details ?? {}
        if (codeOf(error) !== 'VERSION_CONFLICT' || !current) throw error
        put(current)
        if (same(current[field], before[field])) return write(field, value, current.version)
        set({ conflict: { field, theirs: current[field], yours: value, by: String(current['updatedBy'] ?? '') } })
      }
    },
    async settle(mine) {
      const { conflict } = $state.get()
      set({ conflict: undefined })
      if (conflict && mine)
        await this.save(conflict.field, conflict.yours, { ...seen(), [conflict.field]: conflict.theirs })
    },
    assign: (ownerId) =>
      attempt({ kind: 'assigned', what: titles.known.get(ownerId ?? '') ?? '' }, (correlation) =>
        api.assign(name, id, { ownerId }, { ifVersion: seen().version, correlation }),
      ),
    async move(stageId, more) {
      const correlation = newKey()
      const options = { ifVersion: seen().version, correlation, idempotencyKey: newKey() }
      put(await api.moveDeal(id, { stageId, ...more }, options))
      tell({ kind: 'moved', what: stageId, undo: { correlation } })
    },
    async convert(input) {
      const result = await api.convertLead(id, input, { idempotencyKey: newKey() })
      put(result.lead)
      tell({ kind: 'converted' })
      return result
    },
    async log(values, idempotencyKey) {
      const [pointer] = pointers(
        $state.get().objects.find((one) => one.name === 'activity'),
        name,
      )
      const contactId = name === 'contact' ? undefined : seen()['contactId']
      await api.logActivity(
        { ...values, ...(pointer && { [pointer]: id }), ...(contactId ? { contactId } : {}) },
        { idempotencyKey },
      )
      soon()
    },
    complete: (taskId) => {
      const { tasks } = $state.get()
      const task = tasks?.find((one) => one.id === taskId)
      if (tasks) set({ tasks: tasks.filter((one) => one !== task) })
      return attempt({ kind: 'completed', what: task ? titleOf(task, 'subject') : '' }, async (correlation) => {
        await api.completeTask(taskId, {}, { correlation })
        return undefined
      })
    },
    async giveConsent(values) {
      const { purpose, channel, text, method } = values as Readonly<Record<string, string>>
      const input = { contactId: id, purpose: purpose ?? '', text: text ?? '', method: method ?? '' }
      await api.giveConsent({ ...input, ...(channel && { channel }) })
      soon()
    },
    async withdrawConsent(consentId, reason) {
      await api.withdrawConsent(consentId, reason ? { reason } : {})
      soon()
    },
    async closeTicket(resolution) {
      put(await api.closeTicket(id, { resolution }, { ifVersion: seen().version }))
    },
    async addField(fieldId, field) {
      await api.addField(name, fieldId, field)
      await describe()
    },
    remove: () =>
      attempt({ kind: 'deleted', undo: 'restore' }, () => api.remove(name, id, { ifVersion: seen().version })),
    restore: () => attempt({ kind: 'restored' }, () => api.restore(name, id, { ifVersion: seen().version })),
    async undo(seq) {
      const { undo } = $state.get().notice ?? {}
      if (seq === undefined && undo === 'restore') return this.restore()
      try {
        const input = seq === undefined ? (undo === 'restore' ? {} : { ...undo }) : { changes: [seq] }
        const { conflicts } = await api.undo(input)
        tell({ kind: conflicts.length ? 'kept' : 'undone' })
        put(await api.get(name, id))
      } catch (error) {
        tell({ kind: 'failed', code: codeOf(error) })
      }
    },
    fail: (code) => tell({ kind: 'failed', code }),
    dismiss: () => set({ notice: undefined }),
  }
}

/** Tells entries of a timeline apart. */
const entryKey = ({ kind, id }: TimelineEntry) => `${kind} ${id}`

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
