import { doubled } from './growth.ts'

const FIRST_CAPACITY = 64

/** A growing column of 32-bit whole numbers: what thousands of small records share instead of an object each. */
export class IntColumn {
  #values = new Int32Array(FIRST_CAPACITY)
  #length = 0

  get length(): number {
    return this.#length
  }

  /** The memory behind the column: only the first `length` values mean anything, and a push may replace it. */
  get values(): Int32Array {
    return this.#values
  }

  push(value: number): void {
    if (this.#length === this.#values.length) this.#values = doubled(this.#values)
    this.#values[this.#length++] = value
  }

  at(row: number): number {
    return this.#values[row]!
  }

  set(row: number, value: number): void {
    this.#values[row] = value
  }
}
