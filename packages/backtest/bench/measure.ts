import { performance } from 'node:perf_hooks'

/** One line of a benchmark's output, as JSON. Rates are per second. */
export type Measurement = {
  readonly name: string
  readonly unit: string
  readonly median: number
  readonly slowest: number
  readonly fastest: number
}

const WARM_UP = 4
const ROUNDS = 11

/**
 * Times `run`, which does `units` of work, and prints the rates as one line of JSON.
 *
 * @param check - asserts on what `run` returned, so that the work cannot be optimised away
 */
export function measure<T>(
  name: string,
  unit: string,
  units: number,
  run: () => T,
  check: (value: T) => boolean,
): Measurement {
  const rates: number[] = []
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const start = performance.now()
    const value = run()
    const seconds = (performance.now() - start) / 1000
    if (!check(value)) throw new Error(`${name}: wrong result`)
    if (round >= 0) rates.push(units / seconds)
  }
  rates.sort((a, b) => a - b)
  const measurement = { name, unit, median: rates[ROUNDS >> 1]!, slowest: rates[0]!, fastest: rates[ROUNDS - 1]! }
  console.log(JSON.stringify(measurement))
  return measurement
}
