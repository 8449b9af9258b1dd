import { DoubleColumn } from '../storage/double-column.ts'
import { IntColumn } from '../storage/int-column.ts'

/**
 * Cash and position after each change, a row each, in order; several rows may share a candle.
 *
 * With one symbol this is all that an equity curve needs beside the closes. With several, `quantity` is that of the
 * first symbol alone.
 */
export class PositionJournal {
  /** True where the run has one symbol, so that cash and quantity make the equity. */
  readonly isSingle: boolean
  readonly #index = new IntColumn()
  readonly #cash = new DoubleColumn()
  readonly #quantity = new DoubleColumn()

  constructor(isSingle: boolean) {
    this.isSingle = isSingle
  }

  get length(): number {
    return this.#index.length
  }

  /** Index of the candle of each row. Only the first `length` entries of a column mean anything. */
  get index(): Int32Array {
    return this.#index.values
  }

  /** Cash after the change, in quote currency. */
  get cash(): Float64Array {
    return this.#cash.values
  }

  /** Signed base quantity after the change, both legs of a hedge together. */
  get quantity(): Float64Array {
    return this.#quantity.values
  }

  append(index: number, cash: number, quantity: number): void {
    this.#index.push(index)
    this.#cash.push(cash)
    this.#quantity.push(quantity)
  }
}
