import { describe, expect, it } from 'vitest'
import { followUpNewLead } from '../../domain/index.ts'
import { aRule, model } from '../rules.fixture.ts'
import type { Rule } from '../types.ts'
import { describeCommand } from './describe-command.ts'
import { describeRule } from './describe-rule.ts'
import { en } from './locales/en.ts'
import { ruleVoiceOf } from './locales/index.ts'

const unanswered: Rule = aRule({
  if: { source: 'website' },
  consent: { purpose: 'sales' },
  then: [
    { wait: { workingDays: 3 }, if: { status: 'new' } },
    { do: 'notify-user', to: ['owner', 'manager'], text: { en: 'Unanswered', nb: 'Ubesvart' } },
  ],
})

describe('describeRule', () => {
  it('says the whole rule as one sentence', () => {
    expect(describeRule(unanswered, model, 'en').text).toBe(
      'When a new lead comes in, if Source is “website” and the person has agreed to “sales”: ' +
        'wait 3 working days, then go on only if Status is New; tell the owner and the owner’s manager: “Unanswered”.',
    )
  })

  it('ends with one full stop, also where what is quoted last has its own', () => {
    const then = [{ do: 'notify-user', to: ['owner'], text: 'Call now.' }] as const
    expect(describeRule(aRule({ then }), model, 'en').text).toMatch(/: “Call now\.”$/)
  })

  it('says it in Norwegian', () => {
    expect(describeRule(unanswered, model, 'nb-NO').text).toBe(
      'Når det kommer en ny henvendelse, hvis Kilde er «website» og personen har samtykket til «sales»: ' +
        'vent 3 arbeidsdager, gå så bare videre hvis Status er Ny; si til den ansvarlige og lederen til den ansvarlige: «Ubesvart».',
    )
  })

  it.each([
    ['nl', 'Wanneer er een nieuwe lead binnenkomt, als Source is ‘website’ en de persoon toestemming heeft gegeven'],
    [
      'pl',
      'Gdy pojawia się nowy lead, jeśli Source to „website” i osoba wyraziła zgodę na „sales”: odczekaj: 3 dni robocze',
    ],
    [
      'tr',
      'Şu olduğunda: yeni bir müşteri adayı geldiğinde, koşul: Source: “website” ve kişi “sales” için onay vermiş',
    ],
    ['ms', 'Apabila prospek baharu masuk, jika Source ialah “website” dan orang itu telah bersetuju dengan “sales”'],
    ['fi', 'When a new lead comes in, if Source is “website” and the person has agreed to “sales”'],
  ])('says it in %s, with the labels that there are', (locale, beginning) => {
    expect(describeRule(unanswered, model, locale).text.startsWith(beginning)).toBe(true)
  })

  it('gives the parts, without a condition where there is none', () => {
    expect(describeRule(followUpNewLead, model, 'en')).toEqual({
      when: 'When a new lead comes in',
      then: [
        'give it to the members of “inside-sales” in turn, if nobody has it',
        'plan “First call” (Task), due in 1 working day',
      ],
      text: 'When a new lead comes in: give it to the members of “inside-sales” in turn, if nobody has it; plan “First call” (Task), due in 1 working day.',
    })
  })

  it('begins a condition small within the sentence, unless a label stands there', () => {
    expect(describeRule(aRule({ if: { not: { source: 'x' } } }), model, 'en').if).toBe(
      'if it is not so that Source is “x”',
    )
  })

  it('says any event', () => {
    const when = (on: string) => describeRule(aRule({ on, then: unanswered.then.slice(1) }), model, 'en').when
    expect(when('deal.won')).toBe('When a deal is won')
    expect(when('contact.updated')).toBe('When a contact is changed')
    expect(when('lead.toString')).toBe('When the event “lead.toString” happens')
  })
})

describe('describeCommand', () => {
  it('says what was done with names and values', () => {
    const nameOf = (_: string, id: string) => ({ ida: 'Ida Berg', 'lead-1': 'Kari Nordmann' })[id]
    const say = (command: Parameters<typeof describeCommand>[0]) => describeCommand(command, model, 'en', { nameOf })
    expect(say({ operation: 'assign', object: 'lead', id: 'lead-1', input: { ownerId: 'ida' } })).toBe(
      'Kari Nordmann goes to Ida Berg',
    )
    expect(say({ operation: 'update', object: 'lead', id: 'lead-1', set: { status: 'working' } })).toBe(
      'Kari Nordmann: set Status to Working',
    )
  })
})

describe('locales', () => {
  it('have the same placeholders in every sentence as English', () => {
    const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()
    for (const locale of ['nb', 'nl', 'pl', 'tr', 'ms']) {
      const { words } = ruleVoiceOf(locale)
      for (const [key, text] of Object.entries(en.sentences))
        expect([locale, key, names(words.sentences[key as keyof typeof en.sentences])]).toEqual([
          locale,
          key,
          names(text),
        ])
      expect(Object.values(words.sentences)).not.toContain('')
    }
  })
})
