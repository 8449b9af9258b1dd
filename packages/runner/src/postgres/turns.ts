/** What concerns the same thing is done one after the other, in the order of asking: two connections would keep no order. */
export class Turns {
  readonly #last = new Map<string, Promise<void>>()

  take<T>(thing: string, work: () => Promise<T>): Promise<T> {
    const mine = (this.#last.get(thing) ?? Promise.resolve()).then(work)
    const over: Promise<void> = mine.then(
      () => this.#forget(thing, over),
      () => this.#forget(thing, over),
    )
    this.#last.set(thing, over)
    return mine
  }

  #forget(thing: string, last: Promise<void>): void {
    if (this.#last.get(thing) === last) this.#last.delete(thing)
  }
}
