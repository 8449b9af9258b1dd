import { decimalFromNumber, floorToStep, ZERO } from '@tezgah/core/decimal'
import { orderQuantity, type SizingContext } from '../../account/sizing.ts'
import { feeSurcharge } from '../../market/fees.ts'
import type { Order } from '../../orders/order.ts'
import { isRefusal } from '../../orders/terms.ts'
import { type FillExecutor, ruleRefusal } from '../fill-executor.ts'
import type { FillPrice } from '../fills.ts'
import type { OrderManager } from '../order-manager.ts'
import type { Scene } from './scene.ts'
import type { WalkAccount } from './walk-account.ts'
import { Status, type WalkState } from './walk-state.ts'

/** Quantities whose difference is below this share of them are the same: doubles add up to that. */
const SAME = 1e-12

/** Fills of a walk: the sizes and fees of the run, booked in doubles into the state. */
export class FillModel {
  readonly #scene: Scene
  readonly #orders: OrderManager
  readonly #executor: FillExecutor
  readonly #account: WalkAccount
  /**
   * True once an order was refused for want of money or coins: at another price it might not have been, and no level says
   * at which.
   */
  hasRefused = false

  constructor(scene: Scene, orders: OrderManager, executor: FillExecutor, account: WalkAccount) {
    this.#scene = scene
    this.#orders = orders
    this.#executor = executor
    this.#account = account
  }

  /**
   * Fills order `at` at `fillPrice`; afterwards it has ended, or is idle where the candle had not volume enough.
   *
   * @returns the price after slippage, `null` where nothing traded
   */
  fill(state: WalkState, at: number, fillPrice: FillPrice): number | null {
    const { order, leg } = this.#scene.orders[at]!
    const sizing = this.sizing(state, at, fillPrice)
    const wanted = this.#wanted(state, at, sizing)
    const { lot } = sizing
    const allowed =
      state.volumeLeft >= wanted
        ? wanted
        : floorToStep(decimalFromNumber(Math.max(state.volumeLeft, 0)), lot).toNumber()
    if (wanted <= 0 || (allowed < wanted && order.terms.timeInForce === 'FOK')) {
      state.status[at] = Status.ended
      return null
    }
    state.status[at] = allowed < wanted ? Status.idle : Status.filled
    if (allowed <= 0) return null
    const { sign } = this.#scene.orders[at]!
    state.filled[at]! += this.#book(state, leg, sign, allowed, sizing)
    if (allowed < wanted && order.terms.timeInForce === 'IOC') state.status[at] = Status.ended
    return sizing.price.toNumber()
  }

  /** Price after slippage and fee of a fill of order `at`. */
  sizing(state: WalkState, at: number, fillPrice: FillPrice): SizingContext {
    const { order, leg } = this.#scene.orders[at]!
    this.#account.state = state
    const { market } = this.#scene
    return this.#executor.sizing(order, market, fillPrice, this.#account.holdings[leg]!, this.#account)
  }

  /** Base units that are left for the exits of the entry of order `at`. */
  openForExits(state: WalkState, at: number): number {
    const { order, parent, group } = this.#scene.orders[at]!
    const entered = order.parent!.netFilled.toNumber() + (parent < 0 ? 0 : state.filled[parent]!)
    if (group < 0) return entered
    let closed = this.#scene.groups[group]!.filled.toNumber()
    this.#scene.orders.forEach((each, member) => {
      if (each.group === group) closed += state.filled[member]!
    })
    const open = entered - closed
    return open > entered * SAME ? open : 0
  }

  /** What order `at` trades if volume allows; 0 where it ends without a fill. */
  #wanted(state: WalkState, at: number, sizing: SizingContext): number {
    const { order, leg, isExit, sign } = this.#scene.orders[at]!
    const held = state.held[leg]!
    if (isExit) return held * sign >= 0 ? 0 : Math.min(this.openForExits(state, at), Math.abs(held))
    if (!order.filled.isZero) return order.remaining.toNumber()
    const { market } = this.#scene
    const quantity = orderQuantity(order, sizing, this.#account, this.#account.holdings[leg]!)
    if (isRefusal(quantity)) {
      this.hasRefused ||= quantity.reason === 'insufficient_cash' || quantity.reason === 'insufficient_position'
      return 0
    }
    if (ruleRefusal(order, quantity, sizing.price, market) !== null) return 0
    return quantity.toNumber()
  }

  /** Closes all that is held in one of the symbol's holdings. */
  close(state: WalkState, leg: number, order: Order, fillPrice: FillPrice): void {
    this.#account.state = state
    const { market } = this.#scene
    const held = state.held[leg]!
    const sizing = this.#executor.sizing(order, market, fillPrice, this.#account.holdings[leg]!, this.#account)
    this.#book(state, leg, held > 0 ? -1 : 1, Math.abs(held), sizing)
  }

  /** Books a fill and returns by how much it moves the position. */
  #book(state: WalkState, leg: number, sign: 1 | -1, quantity: number, sizing: SizingContext): number {
    const { fees } = this.#orders
    const rate = sizing.tier.rate.toNumber()
    const value = sizing.price.toNumber() * quantity
    const isFree = fees.fixed.isZero && fees.minimum.isZero
    const extra = isFree ? 0 : feeSurcharge(fees, sizing.tier, decimalFromNumber(value)).toNumber()
    const held = state.held[leg]!
    const paysInBase = sign === 1 && fees.currency === 'base' && held >= 0
    const moved = paysInBase ? quantity * (1 - rate) : quantity
    state.cash -= sign * value + (paysInBase ? 0 : value * rate) + extra
    const after = held + sign * moved
    state.held[leg] = Math.abs(after) <= Math.abs(held) * SAME ? 0 : after
    state.volumeLeft -= quantity
    state.fills++
    return moved
  }

  /** The most that fees and slippage can take from a fill of `quantity` in the candle, in quote currency. */
  dearestCost(state: WalkState, at: number, quantity: number): number {
    const { high, low } = this.#scene
    let cost = 0
    for (const price of [high, low]) {
      const exact = decimalFromNumber(price)
      const { price: slipped, tier } = this.sizing(state, at, { price: exact, liquidity: 'taker', reason: 'stop' })
      const slip = Math.abs(slipped.toNumber() - price)
      cost = Math.max(cost, quantity * (slip + (high + slip) * tier.rate.toNumber()))
    }
    const { fixed, minimum, tiers } = this.#orders.fees
    const dearest = tiers[0]!.maker.rate.toNumber() * high * quantity
    return Math.max(cost, dearest) + Math.max(fixed.toNumber(), minimum.compare(ZERO) > 0 ? minimum.toNumber() : 0)
  }
}
