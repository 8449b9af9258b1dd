/** Lets one change after the other happen, in the order they came. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve()

  take<T>(change: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(change)
    this.#last = mine.catch(() => {})
    return mine
  }
}
