// The threads of SQLite: the one that writes, of `sqliteStorage({ thread: true })`, and the one that checks a copy. Loaded by
// anything else this does nothing.
import { parentPort, workerData } from 'node:worker_threads'
import { checked } from './check-copy.ts'
import { serve } from './host.ts'

if (parentPort && workerData?.kith === 'sqlite') await serve(parentPort, workerData.options)
if (parentPort && workerData?.kith === 'check') parentPort.postMessage(checked(workerData.copy))
