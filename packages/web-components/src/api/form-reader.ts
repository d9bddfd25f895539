import type { PublicForm } from '@kith/core'
import type { Connection } from './connection.ts'

/** Reads form definitions and can do nothing else: the little that a form needs before it can be typed into. */
export const formReader = ({ base, site = '' }: Connection) => ({
  /** @throws the response when the server refuses, TypeError when it cannot be reached */
  async form(id: string, { locale = '' } = {}): Promise<PublicForm> {
    const response = await fetch(`${base}/forms/${id}?locale=${locale}`, { headers: { 'Kith-Site': site } })
    if (!response.ok) throw response
    return response.json()
  },
})
