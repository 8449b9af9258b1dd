import { type SmallDecimal, smallFromDecimal, smallFromNumber } from '@tezgah/core/decimal'
import type { Ledger } from '../account/ledger.ts'
import type { FeeRate } from '../market/fees.ts'
import type { SlippageModel } from '../market/slippage.ts'
import type { Order } from '../orders/order.ts'
import type { Size } from '../orders/terms.ts'
import type { Market } from './market.ts'
import type { OrderManager } from './order-manager.ts'

/** A hundred percent, with the fewest digits. */
const ALL: SmallDecimal = { units: 1, scale: -2 }
/** Rows of the fill log keep scales below this. */
const SCALE_LIMIT = 255

let isAllowed = true

/** Leaves every fill to the fill executor, or no longer: both ways give the same results, and tests hold them against each other. */
export function allowLedgerFills(allowed: boolean): void {
  isAllowed = allowed
}

/**
 * Fills the orders that most strategies place, market orders for a share of the cash or for all that is held, at the open of
 * a candle and in the account's ledger.
 *
 * It does what the fill executor does, in doubles instead of decimals. Any other order, rule or number is left to the fill
 * executor; a fill is never divided between the two.
 */
export class LedgerFills {
  readonly #orders: OrderManager
  readonly #tier: FeeRate
  readonly #buyFactor: SmallDecimal
  readonly #sellFactor: SmallDecimal
  readonly #lot: SmallDecimal
  /** The last size of a buy, and its percentage; `null` for one that is left to the fill executor. */
  #size: Size | null = null
  #percent: SmallDecimal | null = null

  private constructor(orders: OrderManager, tier: FeeRate, buy: SmallDecimal, sell: SmallDecimal, lot: SmallDecimal) {
    this.#orders = orders
    this.#tier = tier
    this.#buyFactor = buy
    this.#sellFactor = sell
    this.#lot = lot
  }

  /** `null` where rules, fees or slippage of the run need more than a price and one rate. */
  static of(orders: OrderManager, market: Market, slippage: SlippageModel | null): LedgerFills | null {
    const { execution, fees } = orders
    const rules = market.constantRules
    const hasOneRate = fees.tiers.length === 1 && fees.fixed.isZero && fees.minimum.isZero && fees.currency === 'quote'
    if (!isAllowed || slippage !== null || execution.participation !== null || !hasOneRate) return null
    if (rules === null || rules.minValue !== null || rules.maxQuantity !== null) return null
    const tier = fees.tiers[0]!.taker
    const [buy, sell, lot] = [tier.buyFactor, tier.sellFactor, rules.lot].map(smallFromDecimal)
    if (!buy || !sell || !lot || lot.scale >= SCALE_LIMIT) return null
    return new LedgerFills(orders, tier, buy, sell, lot)
  }

  /** Fills `order` in full at the open of the market's candle; `false`, with nothing changed, where that is not for the ledger. */
  fill(order: Order, market: Market): boolean {
    if (!isPlain(order) || market.exits !== 0) return false
    const { account } = this.#orders
    const ledger = account.openLedger()
    if (ledger === null) return false
    const { open } = market.candle
    const price = smallFromNumber(open)
    if (price === null || !this.#trade(order, ledger, price)) return false
    account.bookTraded(order.isBuy, order.id, market.index, open, price, this.#tier)
    this.#orders.end(order, 'filled', null)
    return true
  }

  #trade({ isBuy, terms: { size } }: Order, ledger: Ledger, price: SmallDecimal): boolean {
    if (!isBuy) return isWholePosition(size) && ledger.sellAll(price, this.#sellFactor)
    const percent = this.#percentOfCash(size)
    if (percent === null) return false
    // A share of the equity is one of the cash as long as nothing is held, and all of the equity is never less than all cash.
    const isOfCash = size.kind === 'percentOfCash' || percent === ALL || ledger.heldMark === 0
    return isOfCash && ledger.buy(price, this.#buyFactor, this.#lot, percent)
  }

  #percentOfCash(size: Size): SmallDecimal | null {
    if (size !== this.#size) {
      const isShare = size.kind === 'percentOfEquity' || size.kind === 'percentOfCash'
      const percent = isShare ? smallFromDecimal(size.value) : null
      this.#size = size
      this.#percent = percent?.units === 100 && percent.scale === 0 ? ALL : percent
    }
    return this.#percent
  }
}

/** True for an order that trades in full at the next price and has no other order to tell of it. */
function isPlain({ children, group, parent, quantity, terms }: Order): boolean {
  return children.length === 0 && group === null && parent === null && quantity === null && !terms.isReduceOnly
}

function isWholePosition({ kind, value }: Size): boolean {
  return kind === 'percentOfPosition' && value.scale === 0 && value.units === 100n
}
