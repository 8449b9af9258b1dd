import type { Holding } from '../account/holding.ts'

/** What is held now. Numbers are marks: exact amounts stand in the result. */
export interface Position {
  /** True while any quantity is held. */
  readonly isOpen: boolean
  /** Base units held, negative for a short position. */
  readonly quantity: number
  /** Average entry price of what is held, in quote currency; `NaN` while flat. */
  readonly averagePrice: number
}

export class PositionView implements Position {
  readonly #holding: Holding

  constructor(holding: Holding) {
    this.#holding = holding
  }

  get isOpen(): boolean {
    return this.#holding.quantityMark !== 0
  }

  get quantity(): number {
    return this.#holding.quantityMark
  }

  get averagePrice(): number {
    return this.#holding.averagePrice
  }
}
