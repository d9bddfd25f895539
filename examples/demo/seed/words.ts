/** What visitors write in the form about a home. `{home}` is the one they looked at. */
export const WISHES = [
  'We would like to see {home}. Would Thursday after four be possible?',
  'Is {home} still for sale? We could come at short notice.',
  'What were the shared costs of {home} last year?',
  'May we bring a builder along to the viewing of {home}?',
  'Is the terrace of {home} facing west? Photos do not tell.',
  'How old is the roof of {home}, and who did the bathroom?',
  'Please send us the prospectus of {home}.',
  'Is there room for two cars at {home}? And a place for bicycles?',
  'We saw {home} on Sunday and would like to see it once more by daylight.',
  'Three children, one dog: is {home} near a school?',
] as const

/** What owners write who want to sell. `{home}` is their address. */
export const OWNERS = [
  'We would like to sell our home, {home}. What is it worth?',
  'My mother is moving to a smaller place. Could you have a look at {home}?',
  'We are thinking of selling {home} in spring. What should be done before?',
] as const

/** What a seller writes down after a call that led somewhere. */
export const FIRST_CALLS = [
  'Has a letter from the bank. Looks for a home before the summer.',
  'Lives in a rented flat, can move at a month’s notice. Knows the area well.',
  'Two grown-up children, wants everything on one floor and a lift.',
  'Sells the present home first; we talked about doing both together.',
  'Works from home three days a week and asked about fibre and a quiet room.',
  'Came back from abroad. Wants to decide within four weeks.',
] as const

export const DISMISSED = [
  'Only wanted to know a price.',
  'Has bought elsewhere meanwhile.',
  'Was looking for something to rent.',
] as const

/** For each open stage: what is to be done next, and how it can end. */
export const STEPS: Readonly<
  Record<string, { readonly tasks: readonly string[]; readonly outcomes: readonly string[] }>
> = {
  enquiry: {
    tasks: ['Agree on a viewing', 'Send the prospectus', 'Call back about the questions', 'Ask for the bank’s letter'],
    outcomes: [
      'Reached, wants to see it',
      'Sent; will read it tonight',
      'Left a message',
      'Reached, will think it over',
    ],
  },
  viewing: {
    tasks: ['Show the home', 'Call after the viewing', 'Send the survey report', 'Second viewing with the parents'],
    outcomes: [
      'Liked the light and the kitchen',
      'Wants to see it once more',
      'Asked about the neighbours’ plans',
      'Sent',
    ],
  },
  offer: {
    tasks: [
      'Call about the offer',
      'Pass the offer on to the owner',
      'Ask the bank for the letter',
      'Talk about the date',
    ],
    outcomes: [
      'The owner answers tomorrow',
      'Went up by two per cent',
      'The bank has confirmed',
      'Both agree on the date',
    ],
  },
  contract: {
    tasks: [
      'Send the contract',
      'Book the signing',
      'Check the payment to the client account',
      'Agree on the handover',
    ],
    outcomes: ['Signed', 'Sent for signature', 'The money is in the account', 'Handover is agreed on'],
  },
}

export const LOST = ['Bought elsewhere', 'Price too high', 'No financing', 'Stays where they live'] as const
export const SILENT = 'No answer any more'
export const SOLD = 'Sold to another buyer'

/** Subject, description, kind, priority, resolution. */
export const TICKETS: readonly (readonly [string, string, string, string, string])[] = [
  ['The key does not fit', 'One of the three keys does not open the cellar.', 'case', 'normal', 'Brought a new key.'],
  [
    'Water under the bath',
    'There is water under the bath two weeks after we moved in. Nobody told us of it.',
    'complaint',
    'high',
    'The owner’s insurance pays; Fjordbygg repairs it next week.',
  ],
  ['List of local builders', 'Could you send us builders whom you know?', 'wish', 'low', 'Sent the list.'],
  [
    'Papers for the tax office',
    'We need last year’s valuation for the tax return.',
    'case',
    'normal',
    'Sent the papers.',
  ],
  [
    'The fence of the neighbours',
    'The fence stands a metre on our ground.',
    'case',
    'normal',
    'Explained on the phone.',
  ],
  [
    'Photos on the site',
    'Please take the photos of our home down now that it is sold.',
    'case',
    'normal',
    'Taken down.',
  ],
  [
    'Nobody called back',
    'I asked twice for a call about the deposit and heard nothing for a week.',
    'complaint',
    'high',
    'Called, said sorry, and settled the deposit.',
  ],
  [
    'Viewings on Sunday evenings',
    'We could not come on weekdays. Could there be viewings on Sunday evenings?',
    'suggestion',
    'low',
    'Now once a month.',
  ],
]

/**
 * Talks on the website: page, then what visitor and agent say in turn. `{home}`, `{name}`, `{first}` and `{email}` are
 * those of the visitor.
 */
export const TALKS: readonly (readonly [page: string, ...lines: string[]])[] = [
  [
    '/homes/{slug}',
    'Hi! Is {home} still for sale?',
    'Good day, it is. The open house is on Thursday at 17:00. Shall I put you down?',
    'Yes please, for two. I am {name}, {email}.',
    'Noted, {first}. The prospectus is on its way to you.',
  ],
  [
    '/homes/{slug}',
    'What were the shared costs at {home} last year?',
    '3,850 kroner a month, heating and internet included.',
    'Thanks. And is there a lift?',
    'Yes. The garage has two places, and one comes with the home.',
  ],
  [
    '/sell',
    'We would like to sell our flat. What is it worth?',
    'May I come by and have a look? It takes half an hour and costs nothing.',
    'Monday after four would suit. {name}, {email}',
    'Monday at 16:30 it is. I will ring before I come.',
  ],
  [
    '/homes/{slug}',
    'How old is the roof, and who did the bathroom?',
    'The roof is from 2014. Fjordbygg did the bathroom in 2019, and there are papers.',
    'Could you send the papers to {email}? {name}',
    'Sent. Ask me if anything in them is unclear.',
  ],
  [
    '/viewings',
    'Can we bring a builder along to the viewing?',
    'Of course, many do. Plan forty minutes.',
    'Good, then we come on Saturday.',
    'See you there.',
  ],
  ['/viewings', 'Do you also show homes on Sundays?', 'Yes, between 12 and 15. Which one would you like to see?'],
  [
    '/homes/{slug}',
    'Is the boat place part of the price?',
    'It is leased with the home, for 6,400 kroner a year.',
    'That is fair. I am {name}, could somebody ring me? {email}',
    'I will, {first}, this afternoon.',
  ],
  [
    '/homes',
    'We are looking for three bedrooms near a school. What do you have?',
    '{home} is five minutes from the school, and quiet. Would you like to see it?',
    'That looks right. {name} here, {email}',
    'Wednesday at 18:00 is free. Shall we say that?',
  ],
  [
    '/homes/{slug}',
    'Hei! Kan vi få se {home} på torsdag?',
    'Hei! Torsdag kl. 17 er ledig. Skal jeg sette dere opp?',
    'Ja takk. {name}, {email}',
    'Da er det avtalt, {first}. Velkommen!',
  ],
  [
    '/buying',
    'What does the bank have to confirm before we can make an offer?',
    'A letter that names the amount is enough. It is good for three months.',
    'Thank you, that helps.',
    'Gladly. Write again when you have it.',
  ],
]

/** Written at night, before the story ends: they wait for an answer. */
export const LAST_WORDS = [
  'One more thing: could we come half an hour later?',
  'Is there a storage room in the cellar? The plan does not show one.',
  'Good evening! Is it possible to move in before Easter?',
] as const
