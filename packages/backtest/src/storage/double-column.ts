const FIRST_CAPACITY = 64

/** A growing column of doubles. */
export class DoubleColumn {
  #values = new Float64Array(FIRST_CAPACITY)
  #length = 0

  get length(): number {
    return this.#length
  }

  /** The memory behind the column: only the first `length` values mean anything, and a push may replace it. */
  get values(): Float64Array {
    return this.#values
  }

  push(value: number): void {
    if (this.#length === this.#values.length) this.#grow()
    this.#values[this.#length++] = value
  }

  at(row: number): number {
    return this.#values[row]!
  }

  #grow(): void {
    const larger = new Float64Array(this.#values.length * 2)
    larger.set(this.#values)
    this.#values = larger
  }
}
