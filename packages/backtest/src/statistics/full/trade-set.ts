import type { ClosedTradeColumns } from './input.ts'

/** A selection of the closed trades: all of them, or those of one side, tag or reason. */
export class TradeSet {
  readonly count: number
  /** Whether it is all closed trades, so that the figures of the account are theirs too. */
  readonly isWhole: boolean
  readonly profit: Float64Array
  /** 10 is +10 %. */
  readonly returnPct: Float64Array
  readonly holdingMs: Float64Array
  readonly exitTime: Float64Array
  readonly #columns: ClosedTradeColumns
  readonly #rows: Int32Array

  constructor(columns: ClosedTradeColumns, rows: Int32Array, isWhole: boolean) {
    this.#columns = columns
    this.#rows = rows
    this.count = rows.length
    this.isWhole = isWhole
    this.profit = this.column('profit')
    this.returnPct = this.column('returnPct')
    this.exitTime = this.column('exitTime')
    const entryTime = this.column('entryTime')
    this.holdingMs = this.exitTime.map((time, row) => time - entryTime[row]!)
  }

  column(name: NumberColumn): Float64Array {
    const values = this.#columns[name]
    const chosen = new Float64Array(this.count)
    for (let i = 0; i < this.count; i++) chosen[i] = values[this.#rows[i]!]!
    return chosen
  }

  /** The values of trades with a profit above zero, or below it. */
  only(values: Float64Array, outcome: 'win' | 'loss'): Float64Array {
    return values.filter((_, row) => (outcome === 'win' ? this.profit[row]! > 0 : this.profit[row]! < 0))
  }
}

type NumberColumn = Exclude<keyof ClosedTradeColumns, 'count' | 'side' | 'entryTag' | 'exitReason'>

/** The trades for which `isWanted` holds. */
export function selectTrades(columns: ClosedTradeColumns, isWanted: (row: number) => boolean): TradeSet {
  const rows: number[] = []
  for (let row = 0; row < columns.count; row++) if (isWanted(row)) rows.push(row)
  return new TradeSet(columns, Int32Array.from(rows), false)
}

export function allTrades(columns: ClosedTradeColumns): TradeSet {
  return new TradeSet(
    columns,
    Int32Array.from({ length: columns.count }, (_, row) => row),
    true,
  )
}
