/** Whether an order operator holds for what a comparison gave. */
export function signHolds(sign: number, operator: string): boolean {
  const answers: Readonly<Record<string, boolean>> = {
    eq: sign === 0,
    lt: sign < 0,
    lte: sign <= 0,
    gt: sign > 0,
    gte: sign >= 0,
  }
  return answers[operator] as boolean
}

export const signOf = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0)
