import { absent, type Measure } from '../measure.ts'
import { Sample } from './sample.ts'

/** Simple returns from mark to mark, as fractions. */
export class ReturnSeries extends Sample {
  readonly marks: Float64Array
  /** First mark of zero or below with another one after it, or −1; the returns are then void. */
  readonly ruinIndex: number

  constructor(marks: Float64Array) {
    super(returnsOf(marks))
    this.marks = marks
    this.ruinIndex = marks.findIndex((mark, index) => !(mark > 0) && index < marks.length - 1)
  }

  /** Why there are fewer than `minimum` returns, or none at all after ruin; `null` where there are enough. */
  obstacle(minimum: number): Measure | null {
    if (this.ruinIndex >= 0) {
      return absent(`equity is zero or below at period ${this.ruinIndex}, so later returns are undefined`)
    }
    if (this.count >= minimum) return null
    return absent(minimum === 1 ? 'there is no return' : `fewer than ${COUNT_WORDS[minimum] ?? minimum} returns`)
  }
}

const COUNT_WORDS: Readonly<Record<number, string>> = { 2: 'two', 3: 'three', 4: 'four' }

function returnsOf(marks: Float64Array): Float64Array {
  const values = new Float64Array(Math.max(marks.length - 1, 0))
  for (let i = 1; i < marks.length; i++) values[i - 1] = (marks[i]! - marks[i - 1]!) / marks[i - 1]!
  return values
}
