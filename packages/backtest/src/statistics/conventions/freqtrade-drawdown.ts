import type { TradeSet } from '../full/trade-set.ts'

/** The fall of the balance by the most money, a balance that only closed trades change. */
export type BalanceFall = {
  /** (peak − balance) / peak; 0 without a fall. */
  readonly depth: number
  /** From the exit that made the peak to the exit at the lowest; the first exit stands for the starting balance. */
  readonly durationMs: number
}

/** The largest fall in money of starting balance + profits so far, by time of exit; of equal ones the first. */
export function deepestBalanceFall({ profit, exitTime, count }: TradeSet, startingBalance: number): BalanceFall {
  const order = Array.from({ length: count }, (_, row) => row).sort((a, b) => exitTime[a]! - exitTime[b]!)
  let total = 0
  let high = 0
  let highRow = order[0]!
  let largest = 0
  let fall: BalanceFall = { depth: 0, durationMs: 0 }
  for (const row of order) {
    total += profit[row]!
    if (total > high) {
      high = total
      highRow = row
    }
    if (high - total > largest) {
      largest = high - total
      const peak = startingBalance + high
      fall = { depth: (peak - (startingBalance + total)) / peak, durationMs: exitTime[row]! - exitTime[highRow]! }
    }
  }
  return fall
}
