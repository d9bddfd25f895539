import type { CrmApi, LiveEvent, Me, ModelDescription, RulesApi } from '@kith/core'
import { crmHttpApi } from '@kith/web-components'

/** The one client that all elements of the app share: it reads one stream of changes per browser. */
export const client: CrmApi & RulesApi = crmHttpApi({ base: '/kith/v1' })

/** Who is signed in, and what there is to see. */
export interface Signed {
  readonly me: Me
  readonly model: ModelDescription
}

let signed: Promise<Signed> | undefined

/** Asked once; sends to the sign-in page when nobody is signed in. */
export function whoAmI(): Promise<Signed> {
  signed ??= Promise.all([client.me(), client.model()]).then(([me, model]) => ({ me, model }))
  signed.catch((error: { readonly code?: string }) => {
    signed = undefined
    if (error.code === 'UNAUTHENTICATED') location.assign('/app/sign-in')
  })
  return signed
}

const listeners = new Set<(event: LiveEvent) => void>()

/** Hears every change until `signal` aborts. */
export function onChange(listener: (event: LiveEvent) => void, signal?: AbortSignal): void {
  listeners.add(listener)
  signal?.addEventListener('abort', () => listeners.delete(listener))
}

/** Holds the stream of changes open for the life of the page. */
export async function followChanges(): Promise<void> {
  for await (const event of client.changes()) for (const listener of listeners) listener(event)
}

/** Runs an act a moment after the last of several calls. */
export function gathered(act: () => void, ms = 250): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  return () => {
    clearTimeout(timer)
    timer = setTimeout(act, ms)
  }
}
