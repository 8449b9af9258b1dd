import type { Decimal } from '../money/decimal.ts'
import { AverageLots } from './average-lots.ts'
import type { Fill } from './fill.ts'
import type { FillTable } from './fill-table.ts'
import { QueuedLots } from './queued-lots.ts'
import type { Trade } from './trade.ts'
import type { TradeTable } from './trade-table.ts'

/**
 * Which lots a closing fill closes: the oldest first, the newest first, or a part of all of them at their average cost.
 */
export type LotMethod = 'fifo' | 'lifo' | 'average'

/** What is open of one leg. Quantities are above zero whichever way the leg points. */
export interface Lots {
  /** Entry price × quantity over all that is open, in quote currency. */
  readonly entryValue: Decimal
  /** Number of open trades. */
  readonly length: number
  /**
   * Opens `quantity`, worth `value` at the price of `fill`, which is in row `row`.
   *
   * @param sharedFee - see {@link Fill.sharedFee}; the part of it that belongs to this quantity
   */
  open(fill: Fill, row: number, quantity: Decimal, value: Decimal, sharedFee: Decimal): void
  /** Closes `quantity`, at most what is open, against the fill in row `row`, and adds the trades that this ends. */
  close(row: number, quantity: Decimal, sharedFee: Decimal, trades: TradeTable): void
  /** What is open, as trades without an exit, oldest first. */
  openTrades(fills: FillTable): Trade[]
}

export function createLots(method: LotMethod): Lots {
  return method === 'average' ? new AverageLots() : new QueuedLots(method)
}
