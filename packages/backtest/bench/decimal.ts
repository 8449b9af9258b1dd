import { Decimal, decimalFromNumber, floorQuotient } from '@tezgah/core/decimal'
import { measure } from './measure.ts'

// The widths of a dense run: whole prices, quantities of 18 decimals, cash of 21, a factor of three.
const COUNT = 100_000
const ROWS = 1_000
const prices = decimals((row) => [3_000_000n + BigInt(row * 977), 0])
const quantities = decimals((row) => [3_301_163_245_655_719_196n + BigInt(row) ** 5n, 18])
const cash = decimals((row) => [10_059_066_958_408_420_322_269_088_000n + BigInt(row) ** 7n, 21])
const values = decimals((row) => prices[row]!.times(quantities[row]!))
const factor = new Decimal(1001n, 3)
const step = new Decimal(1n, 18)
const marks = Float64Array.from(prices, (price) => price.toNumber())

function decimals(make: (row: number) => Decimal | [bigint, number]): Decimal[] {
  return Array.from({ length: ROWS }, (_, row) => {
    const made = make(row)
    return made instanceof Decimal ? made : new Decimal(...made)
  })
}

function operation(name: string, run: (row: number) => Decimal | number): void {
  let last: Decimal | number = 0
  measure(
    `decimal: ${name}`,
    'operations',
    COUNT,
    () => {
      for (let count = 0; count < COUNT; count++) last = run(count % ROWS)
      return last
    },
    (value) => value === last,
  )
}

operation('price × quantity', (row) => prices[row]!.times(quantities[row]!))
operation('cash + value, scales 21 and 18', (row) => cash[row]!.plus(values[row]!))
operation('cash − value, scales 21 and 18', (row) => cash[row]!.minus(values[row]!))
operation('cash + cash, one scale', (row) => cash[row]!.plus(cash[ROWS - 1 - row]!))
operation('comparison, scales 21 and 18', (row) => cash[row]!.compare(values[row]!))
operation('cash as a double', (row) => cash[row]!.toNumber())
operation('quantity as a double', (row) => quantities[row]!.toNumber())
operation('cash ÷ (price × factor), in steps of 10^-18', (row) =>
  floorQuotient(cash[row]!, prices[row]!.times(factor), step),
)
operation('price from a double', (row) => decimalFromNumber(marks[row]!))
operation('cash as text', (row) => cash[row]!.toString().length)
