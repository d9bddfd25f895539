import type { Worker } from 'node:worker_threads'
import { KithError } from '@kith/core/shared'
import type { Batch, CommitResult, Job, Model, Piece } from '@kith/core/storage'
import { HeldFile } from './held-file.ts'
import { type Answer, errorOf, type Message, type Request, type ThreadOptions } from './messages.ts'
import { startWorker } from './worker-start.ts'
import type { Lease, Writing } from './writer.ts'

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
  /** Whether it may have been stored when nobody answers. */
  readonly writes: boolean
}

/**
 * Writes on a thread of its own, which opens the file with a connection of its own. What is asked for is begun in that
 * order. Where the thread ends before it has answered, what it may have stored is `STORAGE_UNSURE`, and the next request
 * starts another one. A thread that has nothing to do does not keep the process running.
 */
export class WriterThread implements Writing {
  readonly #options: ThreadOptions
  readonly #waiting = new Map<number, Waiting>()
  readonly #listeners = new Set<(tenant: string) => void>()
  #worker: Worker | undefined
  #model: Model | undefined
  #file: HeldFile | undefined
  #requests = 0

  constructor(options: ThreadOptions) {
    this.#options = options
  }

  async use(model: Model): Promise<void> {
    await this.#ask({ what: 'use', objects: [...model.objects.values()] })
    this.#model = model
  }

  /**
   * Holds the file for the thread, until that has closed it: closing a descriptor takes away the locks of both. Where this is
   * no main thread either, the file is cleaned without one.
   */
  hold(path: string): void {
    const file = new HeldFile(path)
    if (!file.isPossible) return
    this.#file = file
    this.#post({ what: 'hold', descriptor: file.descriptor })
  }

  commit(tenant: string, batch: Batch): Promise<CommitResult> {
    return this.#ask({ what: 'commit', tenant, batch })
  }

  load(tenant: string, pieces: readonly Piece[]): Promise<void> {
    return this.#ask({ what: 'load', tenant, pieces })
  }

  lease(tenant: string, lease: Lease): Promise<Job[]> {
    return this.#ask({ what: 'lease', tenant, lease })
  }

  backup(to: string): Promise<void> {
    return this.#ask({ what: 'backup', to })
  }

  tidy(): Promise<void> {
    return this.#ask({ what: 'tidy' })
  }

  watch(listener: (tenant: string) => void): () => void {
    this.#listeners.add(listener)
    if (this.#listeners.size === 1) this.#post({ what: 'watch', on: true })
    return () => {
      if (this.#listeners.delete(listener) && this.#listeners.size === 0) this.#post({ what: 'watch', on: false })
    }
  }

  async close(last?: () => void): Promise<void> {
    this.#listeners.clear()
    if (this.#worker) await this.#ask({ what: 'finish' }).catch(() => undefined)
    last?.()
    const worker = this.#worker
    if (worker) {
      const ended = new Promise((resolve) => worker.once('exit', resolve))
      await this.#ask({ what: 'close' }).catch(() => undefined)
      worker.ref()
      await ended
    }
    this.#file?.release()
    this.#file = undefined
  }

  #ask<Value>(request: Request): Promise<Value> {
    return new Promise((resolve, reject) => {
      const worker = this.#running()
      const id = this.#post(request)
      const writes = ['commit', 'load', 'lease'].includes(request.what)
      this.#waiting.set(id, { resolve: resolve as Waiting['resolve'], reject, writes })
      worker.ref()
    })
  }

  /** Asks for what nobody waits for. */
  #post(request: Request): number {
    const id = ++this.#requests
    this.#running().postMessage({ id, request } satisfies Message)
    return id
  }

  #running(): Worker {
    if (this.#worker) return this.#worker
    const worker = startWorker('kith-sqlite', { kith: 'sqlite', options: this.#options })
    let cause: unknown
    this.#worker = worker
    worker.on('message', (answers: readonly Answer[]) => this.#hear(answers))
    worker.on('messageerror', () => void worker.terminate())
    worker.on('error', (error) => {
      cause = error
    })
    worker.on('exit', () => this.#lost(worker, cause))
    worker.unref()
    this.#introduce()
    return worker
  }

  /** What a thread that takes the place of another one must know first. */
  #introduce(): void {
    if (this.#model) this.#post({ what: 'use', objects: [...this.#model.objects.values()] })
    if (this.#file) this.#post({ what: 'hold', descriptor: this.#file.descriptor })
    if (this.#listeners.size > 0) this.#post({ what: 'watch', on: true })
  }

  #hear(answers: readonly Answer[]): void {
    for (const answer of answers) {
      if ('changed' in answer) this.#tell(answer.changed)
      else this.#settle(answer)
    }
    if (this.#waiting.size === 0) this.#worker?.unref()
  }

  #settle(answer: Exclude<Answer, { readonly changed: string }>): void {
    const waiting = this.#waiting.get(answer.id)
    this.#waiting.delete(answer.id)
    if ('error' in answer) waiting?.reject(errorOf(answer.error))
    else waiting?.resolve(answer.value)
  }

  /** A listener that throws is its own affair: it cannot keep others from their answers. */
  #tell(tenant: string): void {
    for (const listener of this.#listeners) queueMicrotask(() => listener(tenant))
  }

  #lost(worker: Worker, cause: unknown): void {
    if (this.#worker !== worker) return
    this.#worker = undefined
    const waiting = [...this.#waiting.values()]
    this.#waiting.clear()
    const reason = `its thread ended${cause instanceof Error ? ` (${cause.message})` : ''}`
    for (const { reject, writes } of waiting)
      reject(
        writes
          ? new KithError('STORAGE_UNSURE', {}, { cause })
          : new KithError('STORAGE_UNAVAILABLE', { reason }, { cause }),
      )
  }
}
