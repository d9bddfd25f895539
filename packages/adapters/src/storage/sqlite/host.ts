import type { MessagePort } from 'node:worker_threads'
import { createModel, type Model } from '@kith/core/storage'
import { loadDriver } from './driver.ts'
import { type Answer, type Message, plainError, type Request, type ThreadOptions } from './messages.ts'
import { Writer } from './writer.ts'

type Make = (model: Model) => Writer

/** Takes requests from a port until that is closed. They wait there while the library beneath is loaded. */
export async function serve(port: MessagePort, options: ThreadOptions): Promise<void> {
  const host = new Host(port, await makerOf(options))
  port.on('message', (message: Message) => host.take(message))
}

/** The thread that writes: takes requests, and answers each. */
class Host {
  readonly #port: MessagePort
  readonly #make: Make
  readonly #underWay = new Set<Promise<void>>()
  readonly #answers: Answer[] = []
  #writer: Writer | undefined
  #refused: unknown
  #unwatch: (() => void) | undefined

  constructor(port: MessagePort, make: Make) {
    this.#port = port
    this.#make = make
  }

  /** Begins at once, so that all that came in one turn is written as one group. */
  take({ id, request }: Message): void {
    const before = [...(request.what === 'finish' ? this.#underWay : [])]
    const done = this.#perform(request, before)
      .then(
        (value) => this.#say({ id, value }),
        (error) => this.#say({ id, error: plainError(error) }),
      )
      .finally(() => this.#underWay.delete(done))
    this.#underWay.add(done)
  }

  async #perform(request: Request, before: readonly Promise<void>[]): Promise<unknown> {
    switch (request.what) {
      case 'use':
        return this.#use(createModel(request.objects))
      case 'hold':
        return this.#open().store.borrow(request.descriptor)
      case 'commit':
        return this.#open().commit(request.tenant, request.batch)
      case 'load':
        return this.#open().load(request.tenant, request.pieces)
      case 'lease':
        return this.#open().lease(request.tenant, request.lease)
      case 'backup':
        return this.#open().backup(request.to)
      case 'tidy':
        return this.#open().tidy()
      case 'watch':
        return this.#watch(request.on)
      case 'finish':
        return void (await Promise.all(before))
      case 'close':
        return this.#close()
    }
  }

  #open(): Writer {
    if (!this.#writer) throw this.#refused
    return this.#writer
  }

  async #use(model: Model): Promise<void> {
    if (this.#writer) return this.#writer.use(model)
    try {
      this.#writer = this.#make(model)
    } catch (error) {
      this.#refused = error
      throw error
    }
  }

  #watch(on: boolean): void {
    this.#unwatch?.()
    this.#unwatch = on ? this.#open().watch((changed) => this.#say({ changed })) : undefined
  }

  async #close(): Promise<void> {
    await this.#writer?.close()
    setImmediate(() => this.#port.close())
  }

  /** What is done in one turn is told in one message. */
  #say(answer: Answer): void {
    if (this.#answers.push(answer) > 1) return
    process.nextTick(() => this.#port.postMessage(this.#answers.splice(0)))
  }
}

/** What opens the file. That a library cannot be loaded is told to whoever asks for something. */
async function makerOf({ driver: module, ...options }: ThreadOptions): Promise<Make> {
  try {
    const driver = await loadDriver(module)
    return (model) => new Writer({ ...options, driver, groupAtOnceMs: Number.POSITIVE_INFINITY }, model)
  } catch (error) {
    return () => {
      throw error
    }
  }
}
