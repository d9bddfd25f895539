import type { PublicApi } from '@kith/core'
import { call } from './call.ts'
import type { Connection } from './connection.ts'

/** What a form needs of the server. */
export type FormApi = Pick<PublicApi, 'form' | 'submit'> & {
  /** Hands in a file before the form; the id goes into its values. */
  uploadFormFile?(formId: string, file: File): Promise<{ readonly id: string }>
}

/** What a form does after it was read. */
export type FormSendingApi = Omit<FormApi, 'form'>

/** The routes by which a form is handed in, by fetch. */
export const formSendingApi = (connection: Connection): Required<FormSendingApi> => ({
  submit: (id, body, { idempotencyKey }) =>
    call(connection, `/forms/${id}/submissions`, { body, headers: { 'Idempotency-Key': idempotencyKey } }),
  uploadFormFile: (id, file) => {
    const body = new FormData()
    body.set('file', file)
    return call(connection, `/forms/${id}/files`, { body })
  },
})

/** The routes of a form, by fetch. */
export const formApi = (connection: Connection): Required<FormApi> => ({
  form: (id, { locale } = {}) => call(connection, `/forms/${id}`, { query: { locale } }),
  ...formSendingApi(connection),
})
