// One PostgreSQL for all test files of a run, started when the first of them asks for it.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestProject } from 'vitest/node'
import { type PostgresServer, startPostgres } from './postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Answers `GET /` with the URL of a running PostgreSQL, or with 500 and why there is none. */
    postgresAt: string
  }
}

let started: Promise<PostgresServer> | undefined

const desk = createServer((_, response) => {
  started ??= startPostgres()
  started.then(
    ({ url }) => response.end(url),
    (error) => response.writeHead(500).end(String(error)),
  )
})

export async function setup({ provide }: TestProject): Promise<void> {
  await new Promise<void>((ready) => desk.listen(0, '127.0.0.1', ready))
  provide('postgresAt', `http://127.0.0.1:${(desk.address() as AddressInfo).port}`)
}

export async function teardown(): Promise<void> {
  desk.closeAllConnections()
  desk.close()
  await (await started?.catch(() => undefined))?.stop()
}
