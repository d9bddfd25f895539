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
