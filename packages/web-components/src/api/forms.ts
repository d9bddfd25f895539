import type { PublicApi } from '@kith/core'
import { call } from './call.ts'
import type { Connection } from './connection.ts'

/** What a form needs of the server. */
export type FormApi = Pick<PublicApi, 'form' | 'submit'> & {
  /** Hands in a file before the form; the id goes into its values. */
  uploadFormFile?(formId: string, file: File): Promise<{ readonly id: string }>
}

/** The routes of a form, by fetch. */
export function formApi(connection: Connection): Required<FormApi> {
  const path = (id: string) => `/forms/${encodeURIComponent(id)}`
  return {
    form: (id, { locale } = {}) => call(connection, path(id), { query: { locale } }),
    submit: (id, body, { idempotencyKey }) =>
      call(connection, `${path(id)}/submissions`, { body, headers: { 'Idempotency-Key': idempotencyKey } }),
    uploadFormFile: (id, file) => {
      const body = new FormData()
      body.set('file', file)
      return call(connection, `${path(id)}/files`, { body })
    },
  }
}
