// The thread that writes, of `sqliteStorage({ thread: true })`. Loaded by anything else this does nothing.
import { parentPort, workerData } from 'node:worker_threads'
import { serve } from './host.ts'

if (parentPort && workerData?.kith === 'sqlite') await serve(parentPort, workerData.options)
