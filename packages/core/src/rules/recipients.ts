import * as z from 'zod'
import type { ActionStep } from './actions/action.ts'
import { idSchema } from './actions/action.ts'
import type { RuleSpeaker } from './describe/speaker.ts'
import { isAvailable } from './members.ts'
import type { RuleNeeds } from './needs.ts'

/** Who is told: the owner of the record, the owner's manager, a user, or all members of a team who are there. */
export type Recipient = 'owner' | 'manager' | { readonly user: string } | { readonly team: string }

/** Reads a {@link Recipient}. */
export const recipientSchema = z.union([
  z.enum(['owner', 'manager']),
  z.strictObject({ user: idSchema }),
  z.strictObject({ team: idSchema }),
])

/** Ids of the users that some recipients stand for, each once, in order. */
export function usersOf(recipients: readonly Recipient[], step: ActionStep): readonly string[] {
  return [...new Set(recipients.flatMap((recipient) => idsOf(recipient, step)))]
}

function idsOf(recipient: Recipient, { record, state, context }: ActionStep): readonly string[] {
  if (typeof recipient === 'object') {
    if ('user' in recipient) return [recipient.user]
    const members = state.teams?.[recipient.team]?.members ?? []
    return members.filter((member) => isAvailable(member, context)).map((member) => member.id)
  }
  const owner = record['ownerId']
  if (typeof owner !== 'string') return []
  if (recipient === 'owner') return [owner]
  const manager = state.users?.[owner]?.managerId
  return manager === undefined ? [] : [manager]
}

/** What is to be read to know who some recipients are. */
export function recipientNeeds(recipients: readonly Recipient[]): Partial<RuleNeeds> {
  return {
    teams: recipients.flatMap((one) => (typeof one === 'object' && 'team' in one ? [one.team] : [])),
    owner: recipients.includes('manager'),
  }
}

/** Recipients in words. */
export function sayRecipients(recipients: readonly Recipient[], { say, name, list }: RuleSpeaker): string {
  return list(
    recipients.map((one) => {
      if (one === 'owner') return say('theOwner', {})
      if (one === 'manager') return say('theManager', {})
      return 'user' in one ? name('user', one.user) : say('theTeam', { team: name('team', one.team) })
    }),
  )
}
