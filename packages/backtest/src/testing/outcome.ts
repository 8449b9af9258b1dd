import { requireWhole } from '@tezgah/core/describe'
import type {
  AccountReport,
  BacktestResult,
  EquityCurve,
  FillReport,
  OrderReport,
  TradeReport,
} from '../result/result-types.ts'
import type { Statistics } from '../statistics/metrics.ts'
import { FILLS, ORDERS, TRADES } from './checks/entries.ts'
import { positionAt, positionAtEnd } from './position.ts'

/** What came of a scenario: the parts of the result, and questions that tests ask. */
export class Outcome {
  readonly result: BacktestResult

  constructor(result: BacktestResult) {
    this.result = result
  }

  get orders(): readonly OrderReport[] {
    return this.result.orders
  }

  get fills(): readonly FillReport[] {
    return this.result.fills
  }

  /** Closed trades in the order of their exits, then those still open. */
  get trades(): readonly TradeReport[] {
    return this.result.trades
  }

  /** Orders that were refused, each with its `reason`, the figure `observed` and the `limit` that it broke. */
  get refusals(): readonly OrderReport[] {
    return this.orders.filter(({ status }) => status === 'refused')
  }

  get account(): AccountReport {
    return this.result.account
  }

  get stats(): Statistics {
    return this.result.stats
  }

  /** One entry per candle: quote currency at its close. */
  get equity(): EquityCurve<Float64Array> {
    return this.result.equity
  }

  /** Base units held at the end, an exact decimal. */
  get position(): string {
    return positionAtEnd(this)
  }

  /** Base units held when candle `index` had closed, an exact decimal. */
  positionAt(index: number): string {
    requireWhole('index', index, 0)
    return positionAt(this, index)
  }

  /** What happened, in short tables. */
  summary(): string {
    const { manifest, account } = this.result
    const lists = [ORDERS, FILLS, TRADES].map((kind) => kind.table(this, kind.entries(this), 0))
    const head = `${manifest.strategy} ${JSON.stringify(manifest.params)} on ${manifest.candleCount} candles of ${manifest.symbol} ${manifest.interval}`
    return [head, ...lists, `final equity: ${account.finalEquity}`].join('\n\n')
  }

  toString(): string {
    return this.summary()
  }
}
