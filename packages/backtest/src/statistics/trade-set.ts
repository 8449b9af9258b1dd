import type { ClosedTradeColumns, CompleteInput } from './input.ts'

/** A selection of the closed trades: all of them, or those of one side, tag or reason. */
export class TradeSet {
  readonly count: number
  /** True for all closed trades, which the figures of the account belong to as well. */
  readonly isWhole: boolean
  readonly #columns: CompleteInput['trades']
  readonly #rows: Int32Array
  readonly #chosen = new Map<NumberColumn | 'holdingMs', Float64Array>()

  constructor(columns: CompleteInput['trades'], rows: Int32Array, isWhole: boolean) {
    this.#columns = columns
    this.#rows = rows
    this.count = rows.length
    this.isWhole = isWhole
  }

  get profit(): Float64Array {
    return this.column('profit')
  }

  /** 10 is +10 %. */
  get returnPct(): Float64Array {
    return this.column('returnPct')
  }

  get exitTime(): Float64Array {
    return this.column('exitTime')
  }

  get holdingMs(): Float64Array {
    const entryTime = this.column('entryTime')
    return this.#once('holdingMs', () => this.exitTime.map((time, row) => time - entryTime[row]!))
  }

  column(name: NumberColumn): Float64Array {
    return this.#once(name, () => {
      const values = this.#columns[name]
      if (values === undefined) throw new RangeError(`trades.${name} must be a column of numbers, received nothing`)
      const chosen = new Float64Array(this.count)
      for (let i = 0; i < this.count; i++) chosen[i] = values[this.#rows[i]!]!
      return chosen
    })
  }

  /** The values of trades with a profit above zero, or below it. */
  only(values: Float64Array, outcome: 'win' | 'loss'): Float64Array {
    const { profit } = this
    return values.filter((_, row) => (outcome === 'win' ? profit[row]! > 0 : profit[row]! < 0))
  }

  #once(name: NumberColumn | 'holdingMs', create: () => Float64Array): Float64Array {
    let values = this.#chosen.get(name)
    if (values === undefined) {
      values = create()
      this.#chosen.set(name, values)
    }
    return values
  }
}

type NumberColumn = Exclude<keyof ClosedTradeColumns, 'count' | 'side' | 'entryTag' | 'exitReason'>

/** The trades for which `isWanted` holds. */
export function selectTrades(columns: ClosedTradeColumns, isWanted: (row: number) => boolean): TradeSet {
  const rows: number[] = []
  for (let row = 0; row < columns.count; row++) if (isWanted(row)) rows.push(row)
  return new TradeSet(columns, Int32Array.from(rows), false)
}

export function allTrades(columns: CompleteInput['trades']): TradeSet {
  const rows = new Int32Array(columns.count)
  for (let row = 0; row < rows.length; row++) rows[row] = row
  return new TradeSet(columns, rows, true)
}

/** The trades of each label, in the order in which the labels first appear; `null` is the label of those without one. */
export function tradesByLabel(
  columns: ClosedTradeColumns,
  labels: ArrayLike<string | null>,
): ReadonlyMap<string | null, TradeSet> {
  const rows = new Map<string | null, number[]>()
  for (let row = 0; row < columns.count; row++) {
    const label = labels[row] ?? null
    const found = rows.get(label)
    if (found) found.push(row)
    else rows.set(label, [row])
  }
  return new Map(Array.from(rows, ([label, chosen]) => [label, new TradeSet(columns, Int32Array.from(chosen), false)]))
}
