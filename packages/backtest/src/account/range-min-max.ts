const BLOCK = 64

/**
 * The lowest or the highest value of a column between two rows.
 *
 * A short range is read value by value. For long ones there is a table with the extremes of 1, 2, 4, 8… neighbouring
 * blocks, made when the first one comes: two of its entries cover any range, so that the cost of a range does not grow
 * with its length, however many ranges overlap.
 */
export class RangeMinMax {
  readonly #values: Float64Array
  readonly #pick: (a: number, b: number) => number
  readonly #none: number
  #table: Float64Array[] | null = null

  constructor(values: Float64Array, kind: 'lowest' | 'highest') {
    this.#values = values
    this.#pick = kind === 'lowest' ? Math.min : Math.max
    this.#none = kind === 'lowest' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
  }

  /** Over rows `first` to `last`, both included; infinite where there are none. */
  over(first: number, last: number): number {
    const firstBlock = Math.ceil(first / BLOCK)
    const endBlock = Math.floor((last + 1) / BLOCK)
    if (endBlock - firstBlock < 2) return this.#scan(first, last)
    const edges = this.#pick(this.#scan(first, firstBlock * BLOCK - 1), this.#scan(endBlock * BLOCK, last))
    return this.#pick(edges, this.#overBlocks(firstBlock, endBlock))
  }

  #overBlocks(first: number, end: number): number {
    this.#table ??= this.#createTable()
    const level = 31 - Math.clz32(end - first)
    const row = this.#table[level]!
    return this.#pick(row[first]!, row[end - (1 << level)]!)
  }

  #createTable(): Float64Array[] {
    const blocks = Math.floor(this.#values.length / BLOCK)
    const single = Float64Array.from({ length: blocks }, (_, block) =>
      this.#scan(block * BLOCK, (block + 1) * BLOCK - 1),
    )
    const table = [single]
    for (let width = 2; width <= blocks; width *= 2) {
      const half = table[table.length - 1]!
      table.push(
        Float64Array.from({ length: blocks - width + 1 }, (_, block) =>
          this.#pick(half[block]!, half[block + width / 2]!),
        ),
      )
    }
    return table
  }

  #scan(first: number, last: number): number {
    let extreme = this.#none
    for (let row = first; row <= last; row++) extreme = this.#pick(extreme, this.#values[row]!)
    return extreme
  }
}
