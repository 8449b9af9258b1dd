/** Runs work on request, with a pause after each run; requests during the pause are combined into one run after it. */
export class Throttle {
  readonly #task: () => void | Promise<void>
  readonly #restMs: number
  #isBusy = false
  #isRequested = false
  #isClosed = false
  #timer: NodeJS.Timeout | undefined

  /** @param task - must not throw or reject */
  constructor(task: () => void | Promise<void>, restMs: number) {
    this.#task = task
    this.#restMs = restMs
  }

  request(): void {
    if (this.#isClosed) return
    if (this.#isBusy) this.#isRequested = true
    else void this.#run()
  }

  /** Nothing is done any more that waits for its turn. */
  close(): void {
    this.#isClosed = true
    clearTimeout(this.#timer)
  }

  async #run(): Promise<void> {
    this.#isBusy = true
    this.#isRequested = false
    await this.#task()
    if (this.#isClosed) return
    this.#timer = setTimeout(() => {
      this.#isBusy = false
      if (this.#isRequested) void this.#run()
    }, this.#restMs).unref()
  }
}
