import type { Decimal } from '@tezgah/core/decimal'
import fc from 'fast-check'
import type { Account } from '../../src/account/account.ts'
import type { Fill } from '../../src/account/fill.ts'
import { feeTier } from '../../src/market/fees.ts'
import { Exact } from '../fixtures/exact.ts'
import { type AccountInput, accountOf, buy, decimal, sell } from './fixtures.ts'

/** A wish for a fill; what is possible of it is worked out against the account. */
type Wish = {
  isBuy: boolean
  leg: 'long' | 'short'
  symbol: number
  /** Digits that the scales turn into price and quantity. */
  price: bigint
  quantity: bigint
  share: 'all' | 'half' | 'asked'
  tier: number
  extra: string
  feeInBase: boolean
  slips: boolean
  interestMs: number
}

export type RandomFills = {
  readonly input: AccountInput
  readonly scales: Scales
  readonly wishes: readonly Wish[]
}

type Scales = {
  readonly price: number
  readonly quantity: number
  readonly maxPrice: bigint
  readonly maxQuantity: bigint
}

/** BTCTurk's BTCTRY, a coin quoted with eight decimals, and the widest figures promised: 18 digits and 18 decimals. */
const SCALES: readonly Scales[] = [
  { price: 0, quantity: 8, maxPrice: 5_000_000n, maxQuantity: 3n * 10n ** 8n },
  { price: 8, quantity: 4, maxPrice: 10n ** 9n, maxQuantity: 10n ** 8n },
  { price: 9, quantity: 18, maxPrice: 10n ** 18n, maxQuantity: 10n ** 22n },
  { price: 18, quantity: 18, maxPrice: 10n ** 18n, maxQuantity: 10n ** 22n },
]

const TIERS = ['0', '0.001', '0.0007', '0.00123456'].map((rate) => feeTier('taker', decimal(rate)))

const wish = (scales: Scales): fc.Arbitrary<Wish> =>
  fc.record({
    isBuy: fc.boolean(),
    leg: fc.constantFrom('long', 'short'),
    symbol: fc.integer({ min: 0, max: 1 }),
    price: fc.bigInt({ min: 1n, max: scales.maxPrice }),
    quantity: fc.bigInt({ min: 1n, max: scales.maxQuantity }),
    share: fc.constantFrom('all', 'half', 'asked', 'asked'),
    tier: fc.integer({ min: 0, max: TIERS.length - 1 }),
    extra: fc.constantFrom('0', '0', '0.05', '1.000000000000000007'),
    feeInBase: fc.boolean(),
    slips: fc.boolean(),
    interestMs: fc.constantFrom(0, 0, 60_000, 86_399_999),
  })

const MODELS = [
  { model: 'spot', positions: 'netting' },
  { model: 'margin', positions: 'netting' },
  { model: 'margin', positions: 'hedging' },
] as const

export function randomFills(): fc.Arbitrary<RandomFills> {
  return fc
    .record({
      scales: fc.constantFrom(...SCALES),
      model: fc.constantFrom(...MODELS),
      lots: fc.constantFrom('fifo', 'lifo', 'average'),
      cash: fc.constantFrom('1000000', '123456.789012345678'),
      borrow: fc.constantFrom('0', '0.35'),
      symbols: fc.integer({ min: 1, max: 2 }),
    })
    .chain(({ scales, model, ...input }) =>
      fc.record({
        input: fc.constant({ ...input, ...model }),
        scales: fc.constant(scales),
        wishes: fc.array(wish(scales), { minLength: 1, maxLength: 14 }),
      }),
    )
}

/** Books what is possible of the wishes and returns the fills; `after` sees the account after each of them. */
export function play(run: RandomFills, after: (account: Account, fill: Fill) => void = () => {}): [Account, Fill[]] {
  const account = accountOf(run.input)
  const fills: Fill[] = []
  run.wishes.forEach((each, index) => {
    const fill = possibleFill(each, run, account, index)
    if (fill === null) return
    account.book(fill)
    fills.push(fill)
    account.marks[fill.symbol] = fill.price.toNumber()
    after(account, fill)
    account.accrueInterest(index, each.interestMs)
  })
  return [account, fills]
}

function possibleFill(wanted: Wish, { input, scales }: RandomFills, account: Account, index: number): Fill | null {
  const symbol = wanted.symbol % input.symbols!
  const leg = account.holding(symbol, input.positions === 'hedging' ? wanted.leg : null)
  const price = digits(wanted.price, scales.price)
  const tier = TIERS[wanted.tier]!
  const held = new Exact(leg.quantity.toString()).abs()
  const asked = digits(wanted.quantity, scales.quantity)
  const share = wanted.share === 'all' ? held : held.dividedBy(2).toDecimalPlaces(scales.quantity, Exact.ROUND_DOWN)
  let quantity = wanted.share === 'asked' || share.isZero() ? asked : share
  const mayOnlyClose =
    input.positions === 'hedging' ? (wanted.leg === 'long') !== wanted.isBuy : input.model === 'spot' && !wanted.isBuy
  if (mayOnlyClose) quantity = Exact.min(quantity, held)
  const cash = new Exact(account.cash.toString()).minus(wanted.extra)
  if (input.model === 'spot' && wanted.isBuy) {
    const affordable = cash.dividedBy(price.times(tier.buyFactor.toString()))
    quantity = Exact.min(quantity, affordable.toDecimalPlaces(scales.quantity, Exact.ROUND_DOWN))
  }
  if (input.model === 'spot' && cash.isNegative()) return null
  // Fees in base add digits each time; nothing that is traded has as many.
  quantity = quantity.toDecimalPlaces(26, Exact.ROUND_DOWN)
  if (!quantity.greaterThan(0)) return null
  const make = wanted.isBuy ? buy : sell
  return make(quantity.toString(), price.toString(), {
    orderId: index + 1,
    symbol,
    index,
    tier,
    extra: wanted.extra,
    feeInBase: wanted.feeInBase,
    leg: leg.side,
    ...(wanted.slips ? { reference: price.times('0.75').toString() } : {}),
    reason: wanted.slips ? 'stop' : 'limit_at_open',
    isPathDependent: wanted.slips,
  })
}

function digits(units: bigint, scale: number): Exact {
  return new Exact(units.toString()).dividedBy(new Exact(10).pow(scale))
}

export function exact(value: Decimal): Exact {
  return new Exact(value.toString())
}
