import type { CandleColumns } from '../validate.ts'

/** Columns that grow. Memory that is reserved but never written costs nothing on common systems, so an estimate may be high. */
export class CandleBuilder {
  capacity: number
  length = 0
  time: Float64Array
  open: Float64Array
  high: Float64Array
  low: Float64Array
  close: Float64Array
  volume: Float64Array

  constructor(capacity: number) {
    this.capacity = capacity
    this.time = new Float64Array(capacity)
    this.open = new Float64Array(capacity)
    this.high = new Float64Array(capacity)
    this.low = new Float64Array(capacity)
    this.close = new Float64Array(capacity)
    this.volume = new Float64Array(capacity)
  }

  grow(): void {
    const capacity = this.capacity * 2
    this.time = grown(this.time, capacity)
    this.open = grown(this.open, capacity)
    this.high = grown(this.high, capacity)
    this.low = grown(this.low, capacity)
    this.close = grown(this.close, capacity)
    this.volume = grown(this.volume, capacity)
    this.capacity = capacity
  }

  columns(): CandleColumns {
    const { length } = this
    return {
      time: this.time.subarray(0, length),
      open: this.open.subarray(0, length),
      high: this.high.subarray(0, length),
      low: this.low.subarray(0, length),
      close: this.close.subarray(0, length),
      volume: this.volume.subarray(0, length),
    }
  }
}

function grown(column: Float64Array, capacity: number): Float64Array {
  const next = new Float64Array(capacity)
  next.set(column)
  return next
}
