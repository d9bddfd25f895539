import type { CrmApi } from '@kith/core'
import { apiOf, fill, type Life, type Person, person, since, slugOf } from './life.ts'
import { LAST_WORDS, TALKS } from './words.ts'

/** A talk on the site: what is said next, and by whom. */
export interface Talk {
  readonly token: string
  readonly id: string
  readonly person: Person
  readonly lines: readonly string[]
  /** How many of the lines were said. */
  said: number
  named: boolean
}

/** A visitor writes on some page of the site. */
export async function startTalk(life: Life): Promise<Talk> {
  const { crm, chance, tenant, land, homes, known } = life
  const who = chance.in(0.35) && known.length > 20 ? chance.pick(known) : person(life)
  const home = chance.pick(homes.forSale)
  const [page, ...lines] = chance.pick(TALKS)
  const values = {
    home: home.name,
    slug: slugOf(home.name),
    name: who.name,
    first: who.name.split(' ')[0] ?? '',
    email: who.email,
  }
  const said = lines.map((line) => fill(line, values))
  const { token } = await crm.visitors({ tenant }).startConversation(
    {
      text: said[0] ?? '',
      page: `${land.site}${fill(page, values)}`,
      locale: /\bVi\b|Hei/.test(said[0] ?? '') ? 'nb' : 'en',
    },
    { idempotencyKey: key(life) },
  )
  return { token, id: token.slice(0, token.lastIndexOf('.')), person: who, lines: said, said: 1, named: false }
}

const key = ({ chance }: Life) => `seed-${chance.between(0, 2 ** 31)}-${chance.between(0, 2 ** 31)}`

/** Agent and visitor go on until everything is said; whoever told a name is called by it from then on. */
export async function goOn(life: Life, talk: Talk, token: string): Promise<void> {
  const { chance, clock, crm, tenant } = life
  const api = apiOf(life, token)
  for (; talk.said < talk.lines.length; talk.said++) {
    const text = talk.lines[talk.said] as string
    clock.advance({ minutes: chance.between(1, 4) })
    if (talk.said % 2) await api.sendMessage(talk.id, { text })
    else await crm.visitors({ tenant }).sendVisitorMessage(talk.token, { text }, { idempotencyKey: key(life) })
    if (text.includes(talk.person.email)) await name(api, talk)
  }
}

async function name(api: CrmApi, talk: Talk): Promise<void> {
  const { name: visitorName, email: visitorEmail, contactId } = talk.person
  const found = await api.get('conversation', talk.id)
  await api.update(
    'conversation',
    talk.id,
    { visitorName, visitorEmail, ...(contactId ? { contactId } : {}) },
    since(found),
  )
  talk.named = true
}

/** Ends a talk, after a word among colleagues now and then. */
export async function endTalk(life: Life, talk: Talk, token: string): Promise<void> {
  const api = apiOf(life, token)
  if (life.chance.in(0.15)) await api.sendMessage(talk.id, { text: 'Will be there with two people.', internal: true })
  await api.closeConversation(talk.id)
}

/** The last evening: one who is known writes again, others for the first time. Nobody answers before the morning. */
export async function lastEvening(life: Life, open: readonly Talk[], minutes: number): Promise<void> {
  const { clock, crm, tenant } = life
  const known = open.filter(({ named }) => named).slice(-1)
  for (const talk of known)
    await crm
      .visitors({ tenant })
      .sendVisitorMessage(talk.token, { text: LAST_WORDS[0] }, { idempotencyKey: key(life) })
  clock.advance({ minutes })
  const talk = await startTalk(life)
  await crm.visitors({ tenant }).sendVisitorMessage(talk.token, { text: LAST_WORDS[1] }, { idempotencyKey: key(life) })
  clock.advance({ minutes })
  await startTalk(life)
}
