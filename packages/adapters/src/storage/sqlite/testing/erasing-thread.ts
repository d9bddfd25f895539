// Erases in a thread of its own, and ends.
import { workerData } from 'node:worker_threads'
import { sqliteStorage } from '../index.ts'
import { leads, SCOPE } from './writer.ts'

const storage = sqliteStorage({ file: workerData as string })
await storage.open(leads)
await storage.commit(SCOPE, { remove: [{ object: 'lead', id: 'l1' }], eraseSubjects: ['lead:l1'] })
