import PQueue from 'p-queue'

/** Runs work one after the other, in the order of the calls. Work that fails does not stop the next. */
export class SerialQueue {
  readonly #queue = new PQueue({ concurrency: 1 })

  /** Resolves or rejects as `work` does. */
  run<Result>(work: () => Promise<Result> | Result): Promise<Result> {
    return this.#queue.add(async () => work())
  }

  /** Work that waits or runs. */
  get size(): number {
    return this.#queue.size + this.#queue.pending
  }

  /** Resolves once nothing waits and nothing runs. */
  onIdle(): Promise<void> {
    return this.#queue.onIdle()
  }
}

/** A {@link SerialQueue} for each key: work of one key runs in order, work of different keys at the same time. */
export class KeyedSerialQueue {
  readonly #queues = new Map<string, SerialQueue>()

  run<Result>(key: string, work: () => Promise<Result> | Result): Promise<Result> {
    const queue = this.#queues.get(key) ?? new SerialQueue()
    this.#queues.set(key, queue)
    return queue.run(async () => {
      try {
        return await work()
      } finally {
        if (queue.size === 1) this.#queues.delete(key)
      }
    })
  }

  /** Keys with work that waits or runs. */
  get size(): number {
    return this.#queues.size
  }
}
