import type { Model } from '../../schema/model.ts'
import type { Locale } from '../../shared/locale.ts'
import type { Command } from '../commands.ts'
import { type DescribeRuleOptions, type RuleSpeaker, speakerOf } from './speaker.ts'
import { sayTime } from './values.ts'

/**
 * Says what a command does or would do, as a clause.
 *
 * @example
 * describeCommand({ operation: 'assign', object: 'lead', id: 'lead-1', input: { ownerId: 'ida' } }, model, 'en', { nameOf })
 * // 'Kari Nordmann goes to Ida Berg'
 */
export function describeCommand(
  command: Command,
  model: Model,
  locale: Locale,
  options: DescribeRuleOptions = {},
): string {
  const object = 'object' in command ? command.object : ''
  return sayCommand(command, speakerOf(model, object, locale, options))
}

/** A deed without what is of one case alone: many like it are counted together. */
export interface SaidDeed {
  /** Without the name of the record and without its times: `a lead goes to Ida Berg`, `a task “First call” is planned`. */
  readonly said: string
  /** As `said`, without whom it is given to or who is told: `a lead gets an owner`. */
  readonly alike: string
  /** Whom it is given to, or who is told. */
  readonly who?: string
}

/**
 * Says what a command does or would do so that the same deed reads the same for all records; undefined where it says
 * nothing.
 *
 * @example
 * describeDeed({ operation: 'assign', object: 'lead', id: 'lead-1', input: { ownerId: 'ida' } }, model, 'en', { nameOf })
 * // { said: 'a lead goes to Ida Berg', alike: 'a lead gets an owner', who: 'Ida Berg' }
 */
export function describeDeed(
  command: Command,
  model: Model,
  locale: Locale,
  options: DescribeRuleOptions = {},
): SaidDeed | undefined {
  const object = 'object' in command ? command.object : ''
  const speaker = speakerOf(model, object, locale, options)
  const { say, a, name, quoted } = speaker
  const anyOne: RuleSpeaker = { ...speaker, name: (of, id) => (of === 'user' ? name(of, id) : a(of)) }
  if (command.operation === 'logActivity') {
    const { kind, subject } = command.input
    const label = speaker.words.a(speaker.value('activity', 'kind', kind))
    const said =
      typeof subject === 'string'
        ? say('didPlan', { kind: label, subject: quoted(subject) })
        : say('didLogActivity', { subject: speaker.value('activity', 'kind', kind) })
    return { said, alike: said }
  }
  const said = sayCommand(command, anyOne)
  if (said === '') return undefined
  if (command.operation === 'assign' && command.input.ownerId !== null)
    return { said, alike: say('didAssignSomebody', { record: a(object) }), who: name('user', command.input.ownerId) }
  if (command.operation === 'notify')
    return { said, alike: say('didNotifySomebody', { text: quoted(command.text) }), who: name('user', command.userId) }
  return { said, alike: said }
}

function sayCommand(command: Command, speaker: RuleSpeaker): string {
  const { say, name, quoted } = speaker
  const record = 'id' in command ? name(command.object, command.id) : ''
  switch (command.operation) {
    case 'assign':
      return command.input.ownerId === null
        ? say('didUnassign', { record })
        : say('didAssign', { record, user: name('user', command.input.ownerId) })
    case 'logActivity':
      return sayActivity(command.input, speaker)
    case 'update':
      return say('didUpdate', { record, changes: sayChanges(command.object, command.set, speaker) })
    case 'moveDeal':
      return say('didMoveDeal', { record, stage: speaker.stage(command.input.stageId) })
    case 'convertLead':
      return say('didConvertLead', { record })
    case 'openConversation':
      return say('didOpenConversation', {})
    case 'addTag':
      return say('didAddTag', { record, tag: quoted(command.tag) })
    case 'removeTag':
      return say('didRemoveTag', { record, tag: quoted(command.tag) })
    default:
      return sayEffect(command, speaker)
  }
}

function sayEffect(command: Command, { say, name, quoted }: RuleSpeaker): string {
  switch (command.operation) {
    case 'link':
      return say('didLink', {
        record: name(command.from.object, command.from.id),
        other: name(command.to.object, command.to.id),
      })
    case 'notify':
      return say('didNotify', { user: name('user', command.userId), text: quoted(command.text) })
    case 'callWebhook':
      return say('didCallWebhook', { url: quoted(command.url) })
    case 'runFunction':
      return say('didRunFunction', { name: quoted(command.name) })
    case 'proposeReview':
      return say('didPropose', { title: command.input.title })
    default:
      return ''
  }
}

function sayActivity(input: Readonly<Record<string, unknown>> & { readonly kind: string }, speaker: RuleSpeaker) {
  const { say, value, quoted } = speaker
  const { kind, subject, dueAt } = input
  const words = { subject: typeof subject === 'string' ? quoted(subject) : value('activity', 'kind', kind) }
  const due = typeof dueAt === 'string' ? sayTime(speaker, dueAt) : undefined
  return due === undefined ? say('didLogActivity', words) : say('didLogActivityDue', { ...words, due })
}

function sayChanges(object: string, set: Readonly<Record<string, unknown>>, speaker: RuleSpeaker): string {
  const { say, field, value, list } = speaker
  return list(
    Object.entries(set).map(([id, to]) =>
      say(to === null ? 'emptyField' : 'setField', { field: field(object, id), value: value(object, id, to) }),
    ),
  )
}

/** The name of a record as people know it: its title field. */
export function titleOf(model: Model, object: string, record: Readonly<Record<string, unknown>>): string | undefined {
  const definition = model.objects.get(object)
  const title = definition && record[definition.title]
  if (typeof title === 'string') return title
  const full = (title as { readonly full?: unknown } | undefined)?.full
  return typeof full === 'string' ? full : undefined
}
