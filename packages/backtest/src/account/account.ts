import { type Decimal, decimalFromNumber, type SmallDecimal, ZERO } from '@tezgah/core/decimal'
import type { FeeRate } from '../market/fees.ts'
import type { Fill, HoldingSide } from './fill.ts'
import { FillLog, type PositionJournal } from './fill-log.ts'
import { Holding } from './holding.ts'
import { Ledger } from './ledger.ts'
import type { LotMethod } from './lots.ts'
import { interestOn, type LinearInPrice, solveLiquidationPrice } from './margin.ts'
import type { Trade } from './trade.ts'
import { TradeLog } from './trade-log.ts'

export type AccountSettings = {
  /** Quote currency. */
  readonly initialCash: Decimal
  /** `spot` neither borrows nor sells short; `margin` does both. */
  readonly model: 'spot' | 'margin'
  /** `netting`: one signed position per symbol; `hedging`: a long and a short side by side. */
  readonly positions: 'netting' | 'hedging'
  readonly lots: LotMethod
  /** How many times the equity may be at work, from 1; 1 on a spot account. */
  readonly leverage: Decimal
  /** Fraction of the exposure below which equity must not fall; margin only. */
  readonly maintenanceMarginRate: Decimal
  /** Interest a year on what is borrowed, a fraction; margin only. */
  readonly borrowRate: Decimal
}

/**
 * Cash in one quote currency and positions in any number of symbols.
 *
 * Exact decimals change only when something fills, an order reserves or interest falls due; the `…Mark` doubles beside
 * them are what the loop reads at every candle.
 */
export class Account {
  readonly settings: AccountSettings
  /** By symbol; when hedging each symbol's long holding, then its short one. */
  readonly holdings: readonly Holding[]
  readonly fills: FillLog = new FillLog()
  readonly trades: TradeLog
  /** Last close of each symbol. */
  readonly marks: Float64Array
  /** {@link cash} as a double, for the loop. */
  cashMark: number
  /** Quote currency that working orders hold back. */
  reservedCash: Decimal = ZERO
  /** Quote currency. */
  interestPaid: Decimal = ZERO
  /** `null` where the ledger is ahead. */
  #cash: Decimal | null
  /** Books market orders of a spot account in one symbol; `null` for any other account. */
  readonly #ledger: Ledger | null
  /** True while the ledger holds what the decimals hold, or more. */
  #isLedgerCurrent = false
  readonly #isSpot: boolean
  readonly #isHedging: boolean
  readonly #maintenanceRate: number

  constructor(settings: AccountSettings, symbols: number) {
    this.settings = settings
    this.#isSpot = settings.model === 'spot'
    this.#isHedging = settings.positions === 'hedging'
    this.#maintenanceRate = settings.maintenanceMarginRate.toNumber()
    this.trades = new TradeLog(this.fills, settings.lots)
    this.#ledger = this.#isSpot && !this.#isHedging && symbols === 1 ? new Ledger() : null
    this.holdings = Array.from({ length: symbols }, (_, symbol) =>
      createHoldings(symbol, settings, this.trades, this.#ledger),
    ).flat()
    this.marks = new Float64Array(symbols)
    this.#cash = settings.initialCash
    this.cashMark = settings.initialCash.toNumber()
  }

  get cash(): Decimal {
    this.#cash ??= this.#ledger!.cash
    return this.#cash
  }

  get journal(): PositionJournal {
    return this.fills.journal
  }

  /** The holding of a symbol; `legSide` counts only when hedging. */
  holding(symbol: number, legSide: HoldingSide): Holding {
    if (!this.#isHedging) return this.holdings[symbol]!
    return this.holdings[symbol * 2 + (legSide === 'short' ? 1 : 0)]!
  }

  /** Cash that no working order holds back. */
  get freeCash(): Decimal {
    return this.reservedCash.isZero ? this.cash : this.cash.minus(this.reservedCash)
  }

  reserveCash(amount: Decimal): void {
    if (!amount.isZero) this.reservedCash = this.reservedCash.plus(amount)
  }

  releaseCash(amount: Decimal): void {
    if (!amount.isZero) this.reservedCash = this.reservedCash.minus(amount)
  }

  /** Cash and positions at their marks, in quote currency. */
  equityMark(): number {
    let equity = this.cashMark
    for (const { quantityMark, symbol } of this.holdings) {
      if (quantityMark !== 0) equity += quantityMark * this.marks[symbol]!
    }
    return equity
  }

  /** Cash and positions, exact: `symbol` at `price`, the others at their marks. */
  equityAt(symbol: number, price: Decimal): Decimal {
    let equity = this.cash
    for (const holding of this.holdings) {
      if (!holding.quantity.isZero) equity = equity.plus(holding.quantity.times(this.#priceOf(holding, symbol, price)))
    }
    return equity
  }

  /**
   * Quote currency, fees included, that an order which adds exposure may use while `symbol` stands at `price`, zero or
   * more. On a margin account what would be left of `equity × leverage` beside the positions and the working orders.
   *
   * @param closing - base units of the symbol, closed before
   */
  buyingPower(symbol: number, price: Decimal, closing: Decimal = ZERO): Decimal {
    if (this.#isSpot) return this.freeCash
    const limit = this.equityAt(symbol, price).times(this.settings.leverage)
    const exposure = this.#exposureAt(symbol, price).minus(closing.times(price))
    const power = limit.minus(exposure).minus(this.reservedCash)
    return power.isPositive ? power : ZERO
  }

  /**
   * Books a fill: cash and position; lots and trades follow when they are read.
   *
   * @param value - the fill's price × quantity, where the caller has it at hand
   * @throws RangeError if the fill would overdraw spot cash or sell more than is held: a bug in the engine; the account is
   *   unchanged
   */
  book(fill: Fill, value: Decimal = fill.price.times(fill.quantity)): void {
    const cash = this.#cashAfter(fill, value)
    if (this.#isSpot && cash.units < 0n) throw overdraft(fill, cash)
    this.holding(fill.symbol, fill.holdingSide).book(fill)
    this.#setCash(cash)
    this.fills.push(fill, this.cashMark, this.#positionMark())
  }

  /**
   * The ledger with all that the account holds, to trade in; `null` where orders hold something back, or the ledger cannot
   * hold it. What is traded there must be given to {@link bookTraded}.
   */
  openLedger(): Ledger | null {
    const ledger = this.#ledger
    if (ledger === null || !this.reservedCash.isZero || !this.holdings[0]!.reserved.isZero) return null
    if (!this.#isLedgerCurrent) this.#isLedgerCurrent = ledger.load(this.cash, this.holdings[0]!.quantity)
    return this.#isLedgerCurrent ? ledger : null
  }

  /** Takes over a market order that the ledger has bought or sold; `mark` is its price as a double. */
  bookTraded(isBuy: boolean, orderId: number, index: number, mark: number, price: SmallDecimal, tier: FeeRate): void {
    const ledger = this.#ledger!
    this.#cash = null
    this.cashMark = ledger.cashMark
    this.holdings[0]!.follow(ledger.heldMark)
    this.fills.pushTraded(isBuy, orderId, index, mark, price, tier, ledger)
  }

  /**
   * Takes interest for `milliseconds` from the cash of a margin account: on negative cash, and on what short positions
   * are worth at their marks. Rounded up at 18 decimals. A year has 365.25 days.
   */
  accrueInterest(index: number, milliseconds: number): void {
    if (this.#isSpot || this.settings.borrowRate.isZero) return
    const borrowed = this.#borrowed()
    if (borrowed.isZero) return
    const interest = interestOn(borrowed, this.settings.borrowRate, milliseconds)
    if (interest.isZero) return
    this.#setCash(this.cash.minus(interest))
    this.interestPaid = this.interestPaid.plus(interest)
    this.fills.pushInterest(index, this.cashMark)
  }

  /** True where equity is below the maintenance margin while `symbol` stands at `price`; never on a spot account. */
  isBelowMaintenance(symbol: number, price: Decimal): boolean {
    if (this.#isSpot) return false
    const required = this.#exposureAt(symbol, price).times(this.settings.maintenanceMarginRate)
    return this.equityAt(symbol, price).compare(required) < 0
  }

  /**
   * False where doubles prove that the account keeps its maintenance margin while `symbol` trades from `low` to `high`, so
   * that nothing has to be worked out exactly: equity and margin are lines in the price, so both ends decide.
   */
  mayBeLiquidated(symbol: number, low: number, high: number): boolean {
    if (this.#isSpot) return false
    const rate = this.#maintenanceRate
    let isHeld = false
    let atLow = this.cashMark
    let atHigh = this.cashMark
    let size = Math.abs(this.cashMark)
    for (const holding of this.holdings) {
      const { quantityMark } = holding
      if (quantityMark === 0) continue
      const isOwn = holding.symbol === symbol
      const margin = Math.abs(quantityMark) * rate
      atLow += (quantityMark - margin) * (isOwn ? low : this.marks[holding.symbol]!)
      atHigh += (quantityMark - margin) * (isOwn ? high : this.marks[holding.symbol]!)
      size += Math.abs(quantityMark) * (isOwn ? high : this.marks[holding.symbol]!)
      isHeld ||= isOwn
    }
    // Some orders of magnitude above what rounding can do; a sum that overflowed proves nothing either.
    const enough = size * 1e-9
    return isHeld && !(atLow > enough && atHigh > enough)
  }

  /**
   * The price of `symbol` at which equity equals the maintenance margin, the other symbols at their marks: a long is
   * liquidated below it, a short above. `null` where no price above zero does that, and on a spot account.
   */
  liquidationPrice(symbol: number): number | null {
    if (this.#isSpot) return null
    let net = ZERO
    let gross = ZERO
    for (const holding of this.holdings) {
      if (holding.symbol !== symbol) continue
      net = net.plus(holding.quantity)
      gross = gross.plus(holding.quantity.abs())
    }
    const equity: LinearInPrice = { constant: this.equityAt(symbol, ZERO), slope: net }
    const exposure: LinearInPrice = { constant: this.#exposureAt(symbol, ZERO), slope: gross }
    return solveLiquidationPrice(equity, exposure, this.settings.maintenanceMarginRate)
  }

  /** What is open, as trades without an exit: symbol by symbol, oldest first. */
  openTrades(): Trade[] {
    return this.holdings.flatMap((holding) => holding.lots.openTrades(this.fills))
  }

  get feesPaid(): Decimal {
    return this.fills.feesPaid
  }

  /** Profit of closed trades before fees, in quote currency. */
  get realised(): Decimal {
    let sum = ZERO
    for (const trade of this.trades) sum = sum.plus(trade.realised)
    return sum
  }

  #cashAfter(fill: Fill, value: Decimal): Decimal {
    const { extra, tier } = fill
    const cash =
      fill.side === 'sell'
        ? this.cash.plus(value.times(tier.sellFactor))
        : this.cash.minus(fill.paysInBase ? value : value.times(tier.buyFactor))
    return extra.isZero ? cash : cash.minus(extra)
  }

  #setCash(cash: Decimal): void {
    this.#cash = cash
    this.cashMark = cash.toNumber()
    this.#isLedgerCurrent = false
  }

  /** Of a run with several symbols that of the first. */
  #positionMark(): number {
    const { holdings } = this
    return this.#isHedging ? holdings[0]!.quantityMark + holdings[1]!.quantityMark : holdings[0]!.quantityMark
  }

  #exposureAt(symbol: number, price: Decimal): Decimal {
    let exposure = ZERO
    for (const holding of this.holdings) {
      if (holding.quantity.isZero) continue
      exposure = exposure.plus(holding.quantity.abs().times(this.#priceOf(holding, symbol, price)))
    }
    return exposure
  }

  #borrowed(): Decimal {
    let borrowed = this.cash.units < 0n ? this.cash.abs() : ZERO
    for (const holding of this.holdings) {
      if (holding.quantity.units >= 0n) continue
      borrowed = borrowed.plus(holding.quantity.abs().times(decimalFromNumber(this.marks[holding.symbol]!)))
    }
    return borrowed
  }

  #priceOf(holding: Holding, symbol: number, price: Decimal): Decimal {
    return holding.symbol === symbol ? price : decimalFromNumber(this.marks[holding.symbol]!)
  }
}

function createHoldings(
  symbol: number,
  { model, positions }: AccountSettings,
  trades: TradeLog,
  ledger: Ledger | null,
): Holding[] {
  if (positions === 'netting') return [new Holding(symbol, null, model === 'spot' ? 'long' : 'both', trades, ledger)]
  return [new Holding(symbol, 'long', 'long', trades, ledger), new Holding(symbol, 'short', 'short', trades, ledger)]
}

function overdraft({ orderId }: Fill, cash: Decimal): RangeError {
  return new RangeError(`internal error: the fill of order ${orderId} would leave ${cash} in cash`)
}
