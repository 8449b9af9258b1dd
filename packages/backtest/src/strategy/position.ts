import type { Leg } from '../account/leg.ts'

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
  readonly #leg: Leg

  constructor(leg: Leg) {
    this.#leg = leg
  }

  get isOpen(): boolean {
    return this.#leg.quantityMark !== 0
  }

  get quantity(): number {
    return this.#leg.quantityMark
  }

  get averagePrice(): number {
    return this.#leg.averagePrice
  }
}
