import { type CandleSeries, fillRules, type RunSettings, type Strategy, sliceSeries } from '@tezgah/backtest'
import { allMarketRules, createClient } from '@tezgah/btcturk'
import { type Decimal, decimalFromNumber, ONE, percentOf, toDecimal } from '@tezgah/core/decimal'
import { createSimulator, type PairOptions, type Simulator } from '@tezgah/simulator'
import { engineFillModel, openBook } from './engine-fill-model.ts'
import type { OwnFill } from './portfolio.ts'
import { Trader } from './trader.ts'

const ACCOUNT = { publicKey: '11111111-2222-4333-8444-555555555555', secret: 'OkSHEK00zHMogRIKDqq3AZp6oWv9e1o6' }
const HOUR_MS = 3_600_000

export type Simulation<Params> = {
  readonly strategy: Strategy<Params>
  readonly params?: unknown
  readonly candles: CandleSeries
  /** What `backtest` is given as well; `account.initialCash` is what the account begins with. */
  readonly settings: RunSettings
  readonly pair: PairOptions
  /** Called once the exchange is up, to let things go wrong. */
  readonly prepare?: (simulator: Simulator) => void
}

export type Simulated = { readonly fills: readonly OwnFill[]; readonly refusals: ReadonlyMap<number, string> }

/** Lets a strategy trade recorded candles at a simulated exchange, through its REST interface, in stepped time. */
export async function simulate<Params>(simulation: Simulation<Params>): Promise<Simulated> {
  const { candles, settings, pair, prepare } = simulation
  const balance = cashOf(settings).plus(reserveOf(settings)).toString()
  const simulator = await createSimulator({
    time: { mode: 'stepped', start: candles.time[0]! - 1 },
    pairs: [pair],
    accounts: [{ ...ACCOUNT, balances: { [pair.quote]: balance } }],
    feed: { type: 'candles', intervalMs: candles.intervalMs, series: { [candles.symbol]: rowsOf(candles) } },
    rules: engineFillModel(candles.symbol, settings),
    // A backtest knows no limits of requests, and nothing that takes its time.
    ...{ enforcesLimits: false, settleDelayMs: 0, cancelDelayMs: 0, tickerEveryMs: HOUR_MS, bookEveryMs: HOUR_MS },
  })
  prepare?.(simulator)
  try {
    return await trade(simulator, simulation)
  } finally {
    await simulator.close()
  }
}

async function trade<Params>(simulator: Simulator, simulation: Simulation<Params>): Promise<Simulated> {
  const { strategy, params, candles, settings } = simulation
  const { restUrl: apiUrl, graphUrl, time, fetch } = simulator
  const client = createClient({ apiUrl, graphUrl, credentials: ACCOUNT, ports: { clock: time, timers: time, fetch } })
  const market = allMarketRules(await client.exchangeInfo()).get(candles.symbol)!
  const assumed = fillRules(candles.symbol, settings)
  const reserve = reserveOf(settings).toString()
  const trader = new Trader({
    client,
    market,
    strategy,
    params,
    assumed,
    reserve,
    name: 'demo',
    since: candles.time[0]!,
  })
  for (let index = 0; index < candles.length; index++) {
    const [opensAt, closesAt] = [candles.time[index]!, candles.time[index]! + candles.intervalMs]
    time.advance(opensAt - time.now())
    const open = decimalFromNumber(candles.open[index]!)
    openBook(simulator.exchange, candles.symbol, open, market.tick)
    await trader.candleOpened(open.toString())
    time.advance(closesAt - 1 - time.now())
    await trader.candleClosed(sliceSeries(candles, { to: closesAt }))
  }
  client.close()
  return { fills: trader.fills, refusals: trader.refusals }
}

function cashOf({ account }: RunSettings): Decimal {
  return toDecimal(account?.initialCash ?? 100_000)!
}

/** A hundredth: far more than a tick on everything that the cash buys. */
function reserveOf(settings: RunSettings): Decimal {
  return percentOf(ONE, cashOf(settings))
}

function rowsOf({ time, open, high, low, close, volume, length }: CandleSeries) {
  return Array.from({ length }, (_, at) => ({
    time: time[at]!,
    open: open[at]!,
    high: high[at]!,
    low: low[at]!,
    close: close[at]!,
    volume: volume[at]!,
  }))
}
