import type { MarketState, OrderIntent, PolicyData, PolicySet, State } from '@tezgah/guardrails'
import { Dice } from './dice.ts'
import { kinds, type OrderKind } from './kinds.ts'
import { plus, type Rational, rational, read, textOf, times, ulps } from './rational.ts'
import { measuresOf } from './reference.ts'
import { World } from './world.ts'

export type Case = { readonly order: OrderIntent; readonly state: State; readonly set: PolicySet }

const NOW = 1_736_942_400_000
const UNIT = 10n ** 18n
const WINDOWS = [1000, 60_000, 3_600_000] as const
const markets = {
  BTCTRY: ['BTC', 'TRY', 1_000_000],
  ETHTRY: ['ETH', 'TRY', 40_000],
  BTCUSDT: ['BTC', 'USDT', 30_000],
  USDTTRY: ['USDT', 'TRY', 34],
} as const
type Symbol = keyof typeof markets
const SYMBOLS: readonly Symbol[] = ['BTCTRY', 'ETHTRY', 'BTCUSDT']

/** An order, all that is known, and one to three policies, with limits at and beside the value of the order. */
export function generate(seed: number): Case {
  const dice = new Dice(seed)
  const at = NOW + dice.pick(0, 0, 1, -1, 43_200_000) + dice.int(0, 6) * 86_400_000 + dice.int(0, 24) * 3_600_000
  const order = orderOf(dice, at)
  const draft = stateOf(dice, at, order)
  const common = { version: 1, ...(dice.chance(20) ? { marketSlippage: amountNear(dice, 0.01) } : {}) } as const
  const state = atItsEdge(dice, { order, state: draft, set: { ...common, policies: [] } })
  const policies = Array.from({ length: dice.int(1, 3) }, (_, index) => {
    const policy = policyOf(dice, `p${index}`)
    return withEdge(dice, policy, new World(order, state, { ...common, policies: [] }))
  })
  return { order, state, set: { ...common, policies } }
}

/** A value about as large, with few decimals or all of them. */
function amountNear(dice: Dice, value: number): string {
  const coarse = (BigInt(Math.round(value * 10_000)) * BigInt(dice.int(980, 1020)) * UNIT) / 10_000_000n
  return textOf(dice.chance(40) ? coarse + BigInt(dice.int(0, 999_999_999)) : coarse)
}

function age(dice: Dice): number {
  const window = dice.pick(...WINDOWS)
  return dice.pick(0, window - 1, window, window + 1, dice.int(0, window * 2))
}

/** Entries in time order. */
function dated<T>(dice: Dice, at: number, longest: number, make: () => T): (T & { readonly at: number })[] {
  const ages = dice.list(longest, () => age(dice)).sort((a, b) => b - a)
  return ages.map((each) => ({ ...make(), at: at - each }))
}

function orderOf(dice: Dice, at: number): OrderIntent {
  const symbol = dice.pick(...SYMBOLS)
  const type = dice.pick('market', 'limit', 'stopMarket', 'stopLimit')
  const price = markets[symbol][2]
  return {
    kind: 'order',
    id: dice.pick('a', 'b', 'c'),
    symbol,
    side: dice.pick('buy', 'sell'),
    type,
    quantity: dice.pick('0.01', '0.02', amountNear(dice, 0.02)),
    limitPrice: type === 'limit' || type === 'stopLimit' ? dice.pick(`${price}`, amountNear(dice, price)) : null,
    stopPrice: type === 'stopMarket' || type === 'stopLimit' ? dice.pick(`${price}`, amountNear(dice, price)) : null,
    reduceOnly: dice.chance(10),
    at: at - dice.pick(0, 1, 500, 1000, 1001),
    ...(dice.chance(20) ? { leverage: dice.pick('1', '2', '0.5', amountNear(dice, 1)) } : {}),
  }
}

function marketOf(dice: Dice, at: number, symbol: Symbol, clockErrorMs: number): MarketState {
  const [base, quote, price] = markets[symbol]
  const [one, other] = [amountNear(dice, price), amountNear(dice, price)]
  const [bid, ask] = ulps(read(one)) < ulps(read(other)) ? [one, other] : [other, one]
  return {
    base,
    quote,
    at: at - (dice.chance(6) ? 10_000 - clockErrorMs + dice.int(-1, 1) : dice.int(0, 2000)),
    lastPrice: amountNear(dice, price),
    bid,
    ask,
    tickSize: dice.pick('10', '0.01', '0.000000000000000001'),
    lotSize: dice.pick('0.01', '0.00000001', '0.000000000000000001'),
    minNotional: dice.pick('0', '100'),
    recentPrices: dated(dice, at, 5, () => ({ price: amountNear(dice, price) })),
  }
}

function stateOf(dice: Dice, at: number, order: OrderIntent): State {
  const clockErrorMs = dice.pick(0, 5, 50)
  const symbols = Object.keys(markets) as Symbol[]
  const side = () => dice.pick('buy' as const, 'sell' as const)
  const quantity = () => dice.pick('0.01', '0.02', order.quantity, amountNear(dice, 0.02))
  const price = () => dice.pick(order.limitPrice ?? order.stopPrice, null, '1000000')
  const equity = () => (dice.chance(3) ? dice.pick('0', '-5') : amountNear(dice, 100_000))
  const day = at - (at % 86_400_000)
  return {
    at,
    clockErrorMs,
    mode: dice.chance(90) ? 'active' : dice.pick('reducing', 'halted'),
    account: {
      at: at - (dice.chance(6) ? 60_000 - clockErrorMs + dice.int(-1, 1) : dice.int(0, 5000)),
      equity: equity(),
      balances: Object.fromEntries(
        ['TRY', 'USDT', 'BTC', 'ETH'].map((currency) => [currency, { free: amountNear(dice, 1000), total: '9999999' }]),
      ),
    },
    positions: SYMBOLS.filter(() => dice.chance(60)).map((symbol) => ({
      symbol,
      quantity: `${dice.pick('', '-')}${quantity()}`,
    })),
    openOrders: dice
      .list(4, () => dice.pick(...SYMBOLS))
      .map((symbol, index) => ({
        id: dice.chance(30) && index === 0 ? order.id : `open-${index}`,
        symbol,
        side: side(),
        quantity: quantity(),
        price: price(),
        reduceOnly: dice.chance(20),
      })),
    markets: Object.fromEntries(symbols.map((symbol) => [symbol, marketOf(dice, at, symbol, clockErrorMs)])),
    activity: {
      since: dice.chance(80) ? 0 : at - dice.pick(...WINDOWS) + dice.int(-1, 1),
      orders: dated(dice, at, 5, () => ({
        symbol: dice.pick(order.symbol, ...SYMBOLS),
        side: dice.pick(order.side, side()),
        quantity: quantity(),
        price: price(),
      })),
      trades: dated(dice, at, 5, () => ({})),
      closed: dated(dice, at, 5, () => ({
        symbol: dice.pick(...SYMBOLS),
        profit: dice.pick('-1', '0', '1', '-0.000000000000000001'),
        exit: dice.pick('stop' as const, 'other' as const),
      })),
    },
    equity: {
      dayStart: { at: day - dice.pick(0, 0, 10_800_000, 1), equity: equity() },
      peak: { at: at - 86_400_000, equity: equity() },
      samples: dated(dice, at, 5, () => ({ equity: equity() })),
    },
  }
}

/** The state with what is free, the smallest value or the position at the edge of what the order needs. */
function atItsEdge(dice: Dice, { order, state, set }: Case): State {
  const world = new World(order, state, set)
  const edge = (value: Rational) => textOf(ulps(value) + BigInt(dice.int(-1, 1)))
  const { account, markets, positions } = state
  const market = markets?.[order.symbol]
  if (account === undefined || market === undefined) return state
  const worth = (price: Rational) => times(read(order.quantity), price)
  switch (dice.int(0, 3)) {
    case 0: {
      const price = order.limitPrice ?? order.stopPrice
      if (price === null) return state
      return { ...state, markets: { ...markets, [order.symbol]: { ...market, minNotional: edge(worth(read(price))) } } }
    }
    case 1: {
      const held = edge(plus(world.quantity, world.working(order.symbol, order.side, true)))
      const quantity = order.side === 'sell' ? held : `-${held}`
      return {
        ...state,
        positions: [
          ...(positions ?? []).filter(({ symbol }) => symbol !== order.symbol),
          { symbol: order.symbol, quantity },
        ],
      }
    }
    case 2: {
      if (world.age(market.at) > 10_000) return state
      const buys = order.side === 'buy'
      const free = edge(buys ? times(worth(world.price), rational(1002, 1000n)) : world.quantity)
      const balances = { ...account.balances, [buys ? market.quote : market.base]: { free, total: '9999999' } }
      return { ...state, account: { ...account, balances } }
    }
    default:
      return state
  }
}

function policyOf(dice: Dice, name: string): PolicyData {
  const kind = dice.pick(...(Object.keys(kinds) as OrderKind[]))
  const windowMs = dice.pick(...WINDOWS)
  const money = { currency: dice.pick('TRY', 'TRY', 'USDT') }
  const falls = dice.pick({ maxLoss: '1000' }, { maxFraction: '0.01' }, { maxLoss: '500', maxFraction: '0.005' })
  const scope = dice.pick('symbol', 'all')
  const limits: Record<OrderKind, object> = {
    maxGrossExposure: { maxExposure: '40000', ...(dice.chance(50) ? money : {}) },
    maxQuantity: { maxQuantity: '0.015' },
    maxNotional: { maxNotional: '15000', ...money },
    maxSymbolExposure: { maxExposure: '30000', ...money },
    maxTotalExposure: { maxExposure: '50000', ...money },
    maxOpenOrders: dice.pick({ maxTotal: 3 }, { maxPerSymbol: 1 }, { maxTotal: 2, maxPerSymbol: 2 }),
    positionLimit: { maxPosition: '0.03' },
    priceCollar: { maxFraction: '0.01', reference: dice.pick('mid', 'last') },
    marketMinimum: {},
    balance: { feeFraction: dice.pick('0', '0.002') },
    orderRate: { maxOrders: 2, windowMs },
    orderToTradeRatio: { maxRatio: '1.5', freeOrders: dice.int(0, 3), windowMs },
    duplicateOrder: { windowMs },
    dailyLoss: { ...falls, ...(dice.chance(30) ? { utcOffsetMinutes: 180 } : {}) },
    rollingLoss: { ...falls, windowMs },
    maxDrawdown: falls,
    consecutiveLosses: { losses: dice.int(1, 3), windowMs, coolDownMs: dice.pick(...WINDOWS), scope },
    stopLossGuard: { stops: dice.int(1, 3), windowMs, coolDownMs: dice.pick(...WINDOWS), scope },
    coolDown: { coolDownMs: windowMs },
    dataFreshness: {
      maxMarketAgeMs: 1000,
      maxClockErrorMs: dice.pick(4, 5, 50),
      ...(dice.chance(50) ? { maxAccountAgeMs: 2500 } : {}),
      ...(dice.chance(50) ? { maxIntentAgeMs: 1000 } : {}),
    },
    spreadLimit: { maxFraction: '0.01' },
    volatilityLimit: { maxFraction: '0.03', windowMs },
    allowedSymbols: { allow: dice.pick<readonly string[]>(['BTCTRY'], ['BTCTRY', 'ETHTRY'], []) },
    tradingHours: {
      windows: [
        {
          weekdays: dice.pick([1, 2, 3], [3, 4, 5, 6, 7]),
          from: dice.pick('00:00', '12:00'),
          to: dice.pick('12:01', '24:00'),
        },
      ],
      ...(dice.chance(30) ? { utcOffsetMinutes: dice.pick(180, -840, 840) } : {}),
    },
    maxLeverage: { maxLeverage: dice.pick('1', '0.5'), ...money },
  }
  return {
    name,
    kind,
    ...limits[kind],
    ...(dice.chance(15) ? { mode: 'shadow' } : {}),
    ...(dice.chance(20) ? { onBreach: 'needsApproval' } : {}),
    ...(dice.chance(10) ? { symbols: dice.pick(['BTCTRY'], ['ETHTRY', 'BTCUSDT']) } : {}),
    ...(dice.chance(20) ? { exemptReducing: dice.chance(50) } : {}),
  } as PolicyData
}

/** The policy with a limit one unit below, at, or one unit above the value of the order. */
function withEdge(dice: Dice, policy: PolicyData, world: World): PolicyData {
  if (dice.chance(20)) return policy
  const measures = knownMeasures(policy, world).filter(({ limitOf }) => limitOf !== null)
  if (measures.length === 0) return policy
  const { observed, limitOf } = dice.pick(...measures)
  const step = dice.int(-1, 1)
  const isCount = typeof (policy as Record<string, unknown>)[limitOf ?? ''] === 'number'
  if (isCount) return { ...policy, [limitOf ?? '']: Math.max(1, Number(observed.n / observed.d) + step) }
  const units = ulps(observed) + BigInt(step)
  return { ...policy, [limitOf ?? '']: textOf(units < 0n ? 0n : units) }
}

function knownMeasures(policy: PolicyData, world: World): ReturnType<typeof measuresOf> {
  try {
    return measuresOf(policy, world)
  } catch {
    return []
  }
}
