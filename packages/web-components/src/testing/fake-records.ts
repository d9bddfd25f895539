const DAY_MS = 864e5

/** Wednesday 11 March 2026, 10:00 in Oslo. */
export const NOW = Date.parse('2026-03-11T09:00:00Z')

/** An instant so many days before {@link NOW} (negative: after). */
export const daysAgo = (days: number, now = NOW): string => new Date(now - days * DAY_MS).toISOString()

export const users = [
  { id: 'ida', name: 'Ida Hansen' },
  { id: 'kari', name: 'Anne Karlsen' },
  { id: 'mehmet', name: 'Mehmet Çelik' },
]

export const salesPipeline = {
  id: 'sales',
  name: 'Sales',
  stages: [
    { id: 'enquiry', label: { en: 'Enquiry', nb: 'Henvendelse' }, kind: 'open', probability: 10, rotAfterDays: 14 },
    { id: 'viewing', label: { en: 'Viewing', nb: 'Visning' }, kind: 'open', probability: 30, rotAfterDays: 14 },
    {
      id: 'offer',
      label: { en: 'Offer', nb: 'Bud' },
      kind: 'open',
      probability: 50,
      rotAfterDays: 10,
      needs: ['closeOn'],
    },
    { id: 'contract', label: { en: 'Contract', nb: 'Kontrakt' }, kind: 'open', probability: 80, rotAfterDays: 10 },
    { id: 'won', label: { en: 'Won', nb: 'Vunnet' }, kind: 'won' },
    { id: 'lost', label: { en: 'Lost', nb: 'Tapt' }, kind: 'lost' },
  ],
}

const CARDS: readonly (readonly [
  stage: string,
  name: string,
  who: string,
  amount: number,
  owner: string,
  next: number | undefined,
  stood: number,
])[] = [
  ['enquiry', 'Fjordveien 14', 'Kari & Ola Nes', 18_500, 'kari', 0, 1],
  ['enquiry', 'Office lease, 240 m²', 'Polmet Sp. z o.o.', 42_000, 'ida', -1.2, 2],
  ['enquiry', 'Sommerly 3B', 'Emre Yıldız', 9_800, 'mehmet', undefined, 16],
  ['enquiry', 'Two-bed near centre', 'Siti Nurhaliza', 11_200, 'kari', -2.2, 5],
  ['viewing', 'Villa Solbakken', 'Hansen family', 64_000, 'ida', -1.04, 3],
  ['viewing', 'Lofthus 22', 'J. de Vries', 21_400, 'mehmet', 3, 8],
  ['viewing', 'Harbour flat', 'Noor & Tim', 17_900, 'kari', -12, 9],
  ['offer', 'Brattvoll Terrasse', 'Bergstrøm AS', 128_000, 'ida', -1.1, 1],
  ['offer', 'Parkside 7', 'Wójcik', 33_500, 'mehmet', -4, 4],
  ['contract', 'Kystgata 5', 'Mehmet Demir', 58_000, 'kari', -5.04, 3],
  ['contract', 'Skogly', 'Stichting Duin', 74_500, 'ida', undefined, 12],
  ['won', 'Elvebredden 2', 'Nilsen', 49_000, 'mehmet', undefined, 0],
  ['won', 'Torggata 9', 'Oslo Dental', 82_300, 'ida', undefined, 3],
]

/** A dozen deals of an estate agent, their companies, and who sells. */
export function sales(now = NOW, extra: readonly object[] = []) {
  return {
    user: users,
    pipeline: [salesPipeline],
    company: CARDS.map(([, , who], at) => ({ id: `c${at}`, name: who })),
    deal: [
      ...CARDS.map(([stageId, name, , amount, ownerId, next, stood], at) => ({
        id: `d${at}`,
        name,
        pipelineId: 'sales',
        stageId,
        companyId: `c${at}`,
        ownerId,
        amount: { amountMinor: amount * 100, currency: 'EUR' },
        stageEnteredAt: daysAgo(stood + at / 100, now),
        ...(next !== undefined && { nextActivityAt: daysAgo(next, now) }),
        ...(stageId === 'won' && { closedAt: daysAgo(stood, now) }),
        ...(at % 3 === 0 && { closeOn: daysAgo(-3, now).slice(0, 10) }),
      })),
      ...extra,
    ] as Record<string, unknown>[],
  }
}

/** Many deals in one stage. */
export const many = (count: number, stageId = 'enquiry', now = NOW): Record<string, unknown>[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `x${String(at).padStart(6, '0')}`,
    name: `Deal ${at + 1}`,
    pipelineId: 'sales',
    stageId,
    ownerId: users[at % 3]?.id,
    amount: { amountMinor: 100_000, currency: at % 2 ? 'EUR' : 'NOK' },
    stageEnteredAt: daysAgo(20 + at / 1000, now),
  }))

const MINUTE_MS = 6e4

/** A morning of conversations on the site of an estate agent. */
export function conversations(now = NOW) {
  const ago = (minutes: number) => new Date(now - minutes * MINUTE_MS).toISOString()
  const said = (conversationId: string, ...lines: readonly (readonly [minutes: number, who: string, text: string])[]) =>
    lines.map(([minutes, who, text], at) => ({
      id: `${conversationId}-${at + 1}`,
      conversationId,
      order: at + 1,
      text,
      sentAt: ago(minutes),
      authorKind: who === 'visitor' ? 'visitor' : 'agent',
      ...(who !== 'visitor' && { authorId: who.replace('!', '') }),
      ...(who.endsWith('!') && { internal: true }),
    }))
  const open = { status: 'open', channel: 'chat' }
  return {
    user: users.map((user) => ({ ...user, active: true })),
    company: [{ id: 'c1', name: 'Bergstrøm AS' }],
    contact: [
      {
        id: 'p1',
        name: { full: 'Liv Bergstrøm' },
        emails: [{ value: 'liv@bergstrom.example', primary: true }],
        phones: [{ value: '+47 22 33 44 55' }],
        title: 'Office manager',
        companyId: 'c1',
      },
    ],
    submission: [
      {
        id: 's1',
        formId: 'contact',
        contactId: 'p1',
        createdAt: ago(60 * 24 * 3),
        values: { name: 'Liv Bergstrøm', message: 'We look for an office for 20 people, near the station.' },
      },
    ],
    conversation: [
      {
        ...open,
        id: 'k1',
        contactId: 'p1',
        leadId: 'l1',
        ownerId: 'ida',
        locale: 'nb',
        page: '/office/240-m2',
        unreadByAgent: 2,
        waitingSince: ago(7),
        lastMessageAt: ago(4),
        lastMessageText: 'And is there parking for visitors?',
      },
      {
        ...open,
        id: 'k2',
        visitorName: 'Jan de Vries',
        visitorEmail: 'jan@vries.example',
        locale: 'nl',
        page: '/lofthus-22',
        unreadByAgent: 1,
        waitingSince: ago(95),
        lastMessageAt: ago(95),
        lastMessageText: 'Can I see it on Saturday?',
      },
      {
        ...open,
        id: 'k3',
        visitorName: 'Siti Nurhaliza',
        ownerId: 'kari',
        page: '/two-bed',
        lastMessageAt: ago(20),
        lastMessageText: 'Thank you, see you on Friday at two.',
      },
      {
        ...open,
        id: 'k4',
        ownerId: 'mehmet',
        lastMessageAt: ago(60 * 26),
        lastMessageText: 'I have sent you the floor plan by e-mail.',
        lastMessageBy: 'mehmet',
        page: 'https://homes.example/office/240-m2',
      },
      {
        id: 'k5',
        status: 'closed',
        channel: 'chat',
        visitorName: 'Noor',
        ownerId: 'ida',
        lastMessageAt: ago(60 * 50),
        lastMessageText: 'Perfect, thanks!',
      },
    ],
    message: [
      ...said(
        'k1',
        [60 * 25, 'visitor', 'Good morning! Is the office on the third floor still free?'],
        [60 * 24.8, 'ida', 'Good morning, Liv! It is: 240 m², free from the first of April. Would you like to see it?'],
        [60 * 24.7, 'visitor', 'Yes please. Thursday or Friday suits us.'],
        [60 * 24.5, 'kari!', 'They also asked us about Torggata 9 last autumn.'],
        [60 * 24.4, 'ida', 'Thursday at ten? I will meet you at the entrance.'],
        [7, 'visitor', 'Thursday at ten is perfect. We come with four people.'],
        [4, 'visitor', 'And is there parking for visitors?'],
      ),
      ...said('k2', [95, 'visitor', 'Can I see it on Saturday?']),
      ...said(
        'k3',
        [30, 'visitor', 'Is Friday at two possible?'],
        [25, 'kari', 'Certainly, Siti.'],
        [20, 'visitor', 'Thank you, see you on Friday at two.'],
      ),
      ...said('k4', [60 * 26, 'mehmet', 'I have sent you the floor plan by e-mail.']),
      ...said('k5', [60 * 50, 'visitor', 'Perfect, thanks!']),
    ],
  }
}

/** A long conversation: `count` messages, one a minute, of the visitor and of Ida in turn. */
export const talk = (conversationId: string, count: number, now = NOW): Record<string, unknown>[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `${conversationId}-t${at + 1}`,
    conversationId,
    order: at + 1,
    text: `Message ${at + 1}`,
    sentAt: new Date(now - (count - at) * MINUTE_MS).toISOString(),
    authorKind: at % 2 ? 'agent' : 'visitor',
    ...(at % 2 && { authorId: 'ida' }),
  }))
