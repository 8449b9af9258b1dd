import { Decimal, floorQuotient, ZERO } from '@tezgah/core/decimal'
import { Account } from '../src/account/account.ts'
import { Fill } from '../src/account/fill.ts'
import { feeTier } from '../src/market/fees.ts'
import { measure } from './measure.ts'

const LENGTH = 40_000
const LOT = new Decimal(1n, 18)
const TAKER = feeTier('taker', new Decimal(1n, 3))

type Lots = 'fifo' | 'lifo' | 'average'

function createAccount(lots: Lots): Account {
  const initialCash = new Decimal(10_000_000n, 0)
  const none = { maintenanceMarginRate: ZERO, borrowRate: ZERO, leverage: new Decimal(1n, 0) }
  return new Account({ initialCash, model: 'spot', positions: 'netting', lots, ...none }, 1)
}

function fillOf(row: number, side: 'buy' | 'sell', price: Decimal, quantity: Decimal): Fill {
  return new Fill(row, 0, side, null, row, row, price, quantity, TAKER, ZERO, false, price, 'market', false)
}

/** All in, all out, over and over: whole prices between 2 and 4 million, a fee of 0.1 % a side. */
function allInFills(): Fill[] {
  const account = createAccount('fifo')
  let state = 20240601
  for (let row = 0; row < LENGTH; row++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const price = new Decimal(BigInt(2_000_000 + (state % 2_000_000)), 0)
    const { quantity } = account.holding(0, null)
    const bought = floorQuotient(account.cash, price.times(TAKER.buyFactor), LOT)
    account.book(quantity.isZero ? fillOf(row, 'buy', price, bought) : fillOf(row, 'sell', price, quantity))
  }
  return [...account.fills]
}

/** Ten buys and ten sells that fit no lot exactly. */
function partialFills(): Fill[] {
  return Array.from({ length: LENGTH }, (_, row) => {
    const isBuy = row % 20 < 10
    const quantity = new Decimal(isBuy ? 1_000_000_000_000_000n : 999_000_000_000_000n, 18)
    return fillOf(row, isBuy ? 'buy' : 'sell', new Decimal(BigInt(2_000_000 + (row % 97)), 0), quantity)
  })
}

function book(lots: Lots, fills: readonly Fill[]): Account {
  const account = createAccount(lots)
  for (const fill of fills) account.book(fill)
  return account
}

const allIn = allInFills()
const partial = partialFills()
const isBooked = (account: Account): boolean => account.fills.length === LENGTH

measure('book() all in, fifo', 'fills', LENGTH, () => book('fifo', allIn), isBooked)
for (const lots of ['fifo', 'lifo', 'average'] as const) {
  measure(`book() in parts, ${lots}`, 'fills', LENGTH, () => book(lots, partial), isBooked)
}

const { trades } = book('fifo', allIn)
measure(
  'profits()',
  'trades',
  trades.length,
  () => trades.profits(),
  ({ count }) => count === trades.length,
)
const exactProfits = (): number => [...trades].reduce((sum, trade) => sum + trade.profit().toNumber(), 0)
measure('profits from exact trades', 'trades', trades.length, exactProfits, Number.isFinite)
