import { Decimal, ZERO } from '@tezgah/core/decimal'

const FIRST_CAPACITY = 64

type TypedArray =
  | Int32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>
  | BigInt64Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer>

/**
 * Memory that growing columns have left behind, by its size in bytes, for other columns to grow into.
 *
 * Fresh memory costs more than the work done in it: the operating system hands it out page by page, cleared. Each column of
 * a run leaves as much behind on its way as it ends up with.
 */
const left = new Map<number, ArrayBuffer[]>()
const MAX_BUFFERS_OF_A_SIZE = 16
const MAX_BYTES = 2 ** 20

/**
 * The memory for a column twice as long, beginning with the values of `column` and with anything after them. `column` itself
 * must not be used afterwards.
 */
export function doubled<Column extends TypedArray>(column: Column): Column {
  const bytes = column.byteLength * 2
  const buffer = left.get(bytes)?.pop() ?? new ArrayBuffer(bytes)
  const larger = new (column.constructor as new (memory: ArrayBuffer) => Column)(buffer)
  larger.set(column as never)
  leave(column.buffer)
  return larger
}

function leave(buffer: ArrayBuffer): void {
  if (buffer.byteLength > MAX_BYTES) return
  const buffers = left.get(buffer.byteLength)
  if (buffers === undefined) left.set(buffer.byteLength, [buffer])
  else if (buffers.length < MAX_BUFFERS_OF_A_SIZE) buffers.push(buffer)
}

/** Shortens a list that is used again and again. Setting its length would give its memory away, and the next push ask for new. */
export function truncate(list: unknown[], length: number): void {
  while (list.length > length) list.pop()
}

/** A growing column of 32-bit whole numbers: what thousands of small records share instead of an object each. */
export class IntColumn {
  #values = new Int32Array(FIRST_CAPACITY)
  #length = 0

  get length(): number {
    return this.#length
  }

  /** The memory behind the column: only the first `length` values mean anything, and a push may replace it. */
  get values(): Int32Array {
    return this.#values
  }

  push(value: number): void {
    if (this.#length === this.#values.length) this.#values = doubled(this.#values)
    this.#values[this.#length++] = value
  }

  at(row: number): number {
    return this.#values[row]!
  }

  set(row: number, value: number): void {
    this.#values[row] = value
  }
}

/** Growing records of four 32-bit whole numbers side by side, so that a record is one cache line's work and not four. */
export class IntRows {
  #values = new Int32Array(FIRST_CAPACITY * 4)
  #length = 0

  get length(): number {
    return this.#length
  }

  push(first: number, second: number, third: number, fourth: number): void {
    const at = this.#length++ * 4
    if (at === this.#values.length) this.#values = doubled(this.#values)
    const values = this.#values
    values[at] = first
    values[at + 1] = second
    values[at + 2] = third
    values[at + 3] = fourth
  }

  at(row: number, field: number): number {
    return this.#values[row * 4 + field]!
  }

  set(row: number, field: number, value: number): void {
    this.#values[row * 4 + field] = value
  }
}

/** Growing records of `width` doubles side by side. */
export class DoubleRows {
  readonly #width: number
  #values: Float64Array<ArrayBuffer>
  #length = 0

  /** @param width - a power of two */
  constructor(width: number) {
    this.#width = width
    this.#values = new Float64Array(FIRST_CAPACITY * width)
  }

  get length(): number {
    return this.#length
  }

  /** The memory behind the records: a push may replace it. */
  get values(): Float64Array {
    return this.#values
  }

  /** Adds a record and returns where in `values` it begins. Nothing is written to it yet. */
  push(): number {
    const at = this.#length++ * this.#width
    if (at === this.#values.length) this.#values = doubled(this.#values)
    return at
  }
}

/** A growing column of doubles. */
export class DoubleColumn {
  #values = new Float64Array(FIRST_CAPACITY)
  #length = 0

  get length(): number {
    return this.#length
  }

  /** The memory behind the column: only the first `length` values mean anything, and a push may replace it. */
  get values(): Float64Array {
    return this.#values
  }

  push(value: number): void {
    if (this.#length === this.#values.length) this.#values = doubled(this.#values)
    this.#values[this.#length++] = value
  }

  at(row: number): number {
    return this.#values[row]!
  }
}

const LARGEST = 2n ** 63n - 1n
const SMALLEST = -(2n ** 63n)
/** Stands in the column of scales where the number is too wide for 64 bits and is kept beside the columns. */
const WIDE = 255

/**
 * A growing column of exact decimals.
 *
 * Decimals that are kept as objects have to be copied by every collection of the heap; here they cost nine bytes each.
 * A number whose units need more than 64 bits, or whose scale is beyond 254, is kept as it is: nothing is ever cut off.
 */
export class DecimalColumn {
  #units = new BigInt64Array(FIRST_CAPACITY)
  #scales = new Uint8Array(FIRST_CAPACITY)
  readonly #wide = new Map<number, Decimal>()
  #length = 0

  get length(): number {
    return this.#length
  }

  push(value: Decimal): void {
    if (this.#length === this.#units.length) this.#grow()
    const row = this.#length++
    const { units, scale } = value
    if (scale < WIDE && units <= LARGEST && units >= SMALLEST) {
      this.#units[row] = units
      this.#scales[row] = scale
    } else {
      this.#wide.set(row, value)
      this.#scales[row] = WIDE
    }
  }

  at(row: number): Decimal {
    const scale = this.#scales[row]!
    return scale === WIDE ? this.#wide.get(row)! : new Decimal(this.#units[row]!, scale)
  }

  isZeroAt(row: number): boolean {
    return this.#scales[row] === WIDE ? this.#wide.get(row)!.isZero : this.#units[row] === 0n
  }

  #grow(): void {
    this.#units = doubled(this.#units)
    this.#scales = doubled(this.#scales)
  }
}

/**
 * A column of exact decimals that are zero in nearly every run. Rows without a value are zero; the column takes memory
 * from the first one that has.
 */
export class OptionalDecimalColumn {
  #column: DecimalColumn | null = null

  /** Gives the next row, or one further down, a value; rows in between stay zero. */
  set(row: number, value: Decimal): void {
    this.#column ??= new DecimalColumn()
    while (this.#column.length < row) this.#column.push(ZERO)
    this.#column.push(value)
  }

  at(row: number): Decimal {
    return this.#column === null || row >= this.#column.length ? ZERO : this.#column.at(row)
  }

  /** True where the row was given a value other than zero. */
  has(row: number): boolean {
    return this.#column !== null && row < this.#column.length && !this.#column.isZeroAt(row)
  }
}
