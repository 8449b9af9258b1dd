import { type Decimal, decimalFromNumber, ZERO } from '@tezgah/core/decimal'
import type { Account } from '../../account/account.ts'
import type { HoldingSide } from '../../account/fill.ts'
import type { SizingAccount, SizingHolding } from '../../account/sizing.ts'
import type { Scene } from './scene.ts'
import { Status, type WalkState } from './walk-state.ts'

/**
 * The account as it would stand in a state of a walk, in doubles: what sizes are settled from. Other symbols stand at their
 * marks.
 */
export class WalkAccount implements SizingAccount {
  readonly settings: Account['settings']
  readonly holdings: readonly SizingHolding[]
  /** Worth of the positions in other symbols, and the same without signs. */
  readonly #otherValue: number
  readonly #otherExposure: number
  readonly #scene: Scene
  readonly #reserved: number
  #state: WalkState | null = null

  constructor(scene: Scene, account: Account) {
    this.settings = account.settings
    this.#scene = scene
    this.#reserved = account.reservedCash.toNumber()
    const others = account.holdings
      .filter(({ symbol }) => symbol !== scene.market.symbol)
      .map(({ quantityMark, symbol }) => (quantityMark === 0 ? 0 : quantityMark * account.marks[symbol]!))
    this.#otherValue = others.reduce((sum, value) => sum + value, 0)
    this.#otherExposure = others.reduce((sum, value) => sum + Math.abs(value), 0)
    this.holdings = scene.holdings.map(({ side, reserved }, leg) => this.#holding(side, reserved.toNumber(), leg))
  }

  get state(): WalkState {
    return this.#state!
  }

  set state(state: WalkState) {
    this.#state = state
  }

  /** Equity while the symbol stands at `price`. */
  equity(price: number): number {
    return this.state.held.reduce((sum, held) => sum + held * price, this.state.cash + this.#otherValue)
  }

  exposure(price: number): number {
    return this.state.held.reduce((sum, held) => sum + Math.abs(held) * price, this.#otherExposure)
  }

  equityAt(_symbol: number, price: Decimal): Decimal {
    return decimalFromNumber(this.equity(price.toNumber()))
  }

  buyingPower(_symbol: number, price: Decimal, closing: Decimal = ZERO): Decimal {
    return decimalFromNumber(Math.max(this.#power(price.toNumber(), closing.toNumber()), 0))
  }

  #power(price: number, closing: number): number {
    const reserved = this.#reserved - this.#releasedCash()
    if (this.settings.model === 'spot') return this.state.cash - reserved
    const limit = this.equity(price) * this.settings.leverage.toNumber()
    return limit - (this.exposure(price) - closing * price) - reserved
  }

  /** What the orders that have ended in this walk no longer hold back. */
  #releasedCash(): number {
    const { orders, groups } = this.#scene
    const { status } = this.state
    let released = 0
    orders.forEach(({ order, sign }, at) => {
      if (sign === 1 && status[at]! >= Status.filled) released += order.reserved.toNumber()
    })
    groups.forEach(({ reserved }, group) => {
      const hasTraded = orders.some((each, at) => each.group === group && status[at] === Status.filled)
      if (hasTraded) released += reserved.toNumber()
    })
    return released
  }

  #holding(side: HoldingSide, reserved: number, leg: number): SizingHolding {
    const walk = this
    return {
      side,
      get quantityMark() {
        return walk.state.held[leg]!
      },
      get quantity() {
        return decimalFromNumber(walk.state.held[leg]!)
      },
      get freeQuantity() {
        return decimalFromNumber(Math.abs(walk.state.held[leg]!) - reserved + walk.#releasedQuantity(leg))
      },
    }
  }

  #releasedQuantity(leg: number): number {
    let released = 0
    this.#scene.orders.forEach((each, at) => {
      const hasEnded = this.state.status[at]! >= Status.filled
      if (each.sign === -1 && each.leg === leg && hasEnded) released += each.order.reserved.toNumber()
    })
    return released
  }
}
