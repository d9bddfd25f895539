import { EventEmitter } from 'node:events'
import type { WorkerOptions } from 'node:worker_threads'
import type { ThreadOptions } from '../messages.ts'

const { MessageChannel, Worker } = process.getBuiltinModule('node:worker_threads')

let thread: InstanceType<typeof Worker> | undefined

/**
 * Stands for the `Worker` of a storage. All of them write on one real thread, because starting one takes longer than a case
 * of a contract; each has a port of its own to it, as a `Worker` has.
 */
export class SharedThread extends EventEmitter {
  readonly #port: InstanceType<typeof MessageChannel>['port1']

  constructor(_file: URL, { workerData }: WorkerOptions & { workerData: { options: ThreadOptions } }) {
    super()
    const { port1, port2 } = new MessageChannel()
    this.#port = port1
    thread ??= new Worker(new URL('./shared-thread.ts', import.meta.url))
    thread.unref()
    thread.postMessage({ port: port2, options: workerData.options }, [port2])
    port1.on('message', (message) => this.emit('message', message))
    port1.on('close', () => this.emit('exit', 0))
  }

  postMessage(message: unknown): void {
    this.#port.postMessage(message)
  }

  ref(): void {
    this.#port.ref()
    thread?.ref()
  }

  unref(): void {
    this.#port.unref()
    thread?.unref()
  }
}
