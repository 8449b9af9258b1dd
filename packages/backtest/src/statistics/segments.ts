/**
 * The holdings of an account, as a list of changes: from candle `index[k]` on, that candle's close included, it held `cash[k]`
 * and `quantity[k]` of the symbol, until the next entry. Of several entries at one candle the last one counts.
 */
export type EquityJournal = {
  readonly length: number
  /** Candle indices, never falling. */
  readonly index: ArrayLike<number>
  /** Account currency. */
  readonly cash: ArrayLike<number>
  /** Signed quantity in base. */
  readonly quantity: ArrayLike<number>
}

type Segment = (cash: number, quantity: number, from: number, to: number) => void

export function forEachSegment(journal: EquityJournal, initialCash: number, candles: number, visit: Segment): void {
  let cash = initialCash
  let quantity = 0
  let from = 0
  for (let entry = 0; entry < journal.length; entry++) {
    const to = Math.min(journal.index[entry]!, candles)
    if (to > from) visit(cash, quantity, from, to)
    else if (to < from)
      throw new RangeError(`journal.index must never fall, received ${to} after ${from} at entry ${entry}`)
    from = to
    cash = journal.cash[entry]!
    quantity = journal.quantity[entry]!
  }
  if (from < candles) visit(cash, quantity, from, candles)
}

/** Equity at every candle's close, cash + quantity × close, written out. */
export function equityColumn(journal: EquityJournal, close: Float64Array, initialCash: number): Float64Array {
  const equity = new Float64Array(close.length)
  forEachSegment(journal, initialCash, close.length, (cash, quantity, from, to) => {
    if (quantity === 0) equity.fill(cash, from, to)
    else for (let i = from; i < to; i++) equity[i] = cash + quantity * close[i]!
  })
  return equity
}
