// A thread that writes for many storages, one after another or at once: see shared-thread.fixture.ts.
import { type MessagePort, parentPort } from 'node:worker_threads'
import { serve } from '../host.ts'
import type { ThreadOptions } from '../messages.ts'

parentPort?.on('message', ({ port, options }: { port: MessagePort; options: ThreadOptions }) => serve(port, options))
