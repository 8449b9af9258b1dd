import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import {
  type BacktestOptions,
  backtest,
  createBacktest,
  createSeries,
  isBacktestError,
  type OrderConditions,
  PRESETS,
} from '@tezgah/backtest'
import fc from 'fast-check'
import { candle, candlesFrom, DAY_MS, flat } from '../../fixtures/candles.ts'
import { planned, type RandomRun, randomRun, seriesOf } from '../../fixtures/random-run.ts'
import { scripted } from '../../fixtures/scripted.ts'
import { optionsOf, randomPortfolio } from '../../portfolio/random-portfolio.ts'

/** What of a run must stay as it is, byte for byte. */
type Frozen = {
  readonly digest: string
  /** SHA-256 of the result as it is published, key order included. */
  readonly result: string
  /** In the order in which they are written, which the digest depends on. */
  readonly assumptions: string
  readonly notes: Readonly<Record<string, string>>
  readonly snapshot: { readonly inputs: string; readonly state: string }
}

const frozenFile = path.join(import.meta.dirname, 'frozen.json')
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

export function readFrozen(): Record<string, ReturnType<typeof play>> {
  return JSON.parse(readFileSync(frozenFile, 'utf8'))
}

/** A run that must fail is kept by what it fails with; how that is said may change. */
export function play(options: BacktestOptions): Frozen | { readonly error: string } {
  try {
    return playWhole(options)
  } catch (error) {
    if (isBacktestError(error)) return { error: `${error.code} ${error.field}` }
    throw error
  }
}

function playWhole(options: BacktestOptions): Frozen {
  const result = backtest(options)
  const run = createBacktest(options)
  run.step(Math.max(1, Math.floor(run.length / 2)))
  const { inputs, state } = run.snapshot()
  return {
    digest: result.manifest.digest,
    result: sha256(JSON.stringify(result)),
    assumptions: Object.keys(result.manifest.assumptions).join(' '),
    notes: result.stats.notes,
    snapshot: { inputs, state },
  }
}

export function frozenRuns(): [name: string, options: BacktestOptions][] {
  return [...randomRuns(), ...presetRuns(), ...portfolioRuns(), ...settingRuns(), ...oddOrderRuns()]
}

function* randomRuns(): Generator<[string, BacktestOptions]> {
  const runs = fc.sample(randomRun(), { seed: 50_001, numRuns: 24 })
  for (const [index, run] of runs.entries()) yield [`random ${index}`, runOptions(run)]
}

/** Only what another system's rules leave open is given, so that the preset decides the rest. */
function* presetRuns(): Generator<[string, BacktestOptions]> {
  const runs = fc.sample(randomRun(), { seed: 50_002, numRuns: 3 })
  for (const preset of PRESETS) {
    for (const [index, run] of runs.entries()) {
      const { account, execution, ...options } = runOptions(run)
      const { path: _path, fillAt: _fillAt, bracketFrom: _bracketFrom, limitFill: _limitFill, ...rest } = execution!
      yield [
        `${preset} ${index}`,
        { ...options, preset, account: { initialCash: account!.initialCash }, execution: rest },
      ]
      yield [`${preset} plain ${index}`, { ...options, preset }]
    }
  }
}

function* portfolioRuns(): Generator<[string, BacktestOptions]> {
  for (const model of ['spot', 'margin'] as const) {
    const runs = fc.sample(randomPortfolio(model), { seed: 50_003, numRuns: 10 })
    for (const [index, run] of runs.entries()) yield [`portfolio ${model} ${index}`, optionsOf(run)]
  }
}

/** Each optional setting alone, then in pairs: which of them are given decides the key order of the assumptions. */
function* settingRuns(): Generator<[string, BacktestOptions]> {
  const base = { strategy: trader(), candles }
  yield ['no settings', base]
  for (const [name, options] of SETTINGS) yield [name, merged(base, options)]
  for (const [index, [one, first]] of SETTINGS.entries()) {
    for (const [other, second] of SETTINGS.slice(index + 1)) {
      if (one.split(' ')[0] === other.split(' ')[0]) continue
      if (index % 7 === 0 || other === 'latency candles')
        yield [`${one} + ${other}`, merged(merged(base, first), second)]
    }
  }
}

function* oddOrderRuns(): Generator<[string, BacktestOptions]> {
  const rules = { '*': { tick: '0.5', lot: '0.25', minimumValue: '20', maximumQuantity: '50' } }
  const account = { initialCash: '1000' }
  for (const [name, order] of ODD_ORDERS) {
    const place = (side: 'buy' | 'sell') => scripted({ 1: (context) => context[side](order as never) })
    yield [`odd order ${name}`, { strategy: place('buy'), candles, rules, account }]
  }
  yield ['odd orders on margin', { strategy: allOdd(), candles, rules, account: { ...account, model: 'margin' } }]
}

function allOdd(): BacktestOptions['strategy'] {
  const sides = ['buy', 'sell'] as const
  return scripted(
    Object.fromEntries(
      ODD_ORDERS.map(([, order], index) => [
        index % candles.length,
        (context) => {
          for (const side of sides) context[side](order as never)
        },
      ]),
    ),
  )
}

function runOptions(run: RandomRun): BacktestOptions {
  return { strategy: planned(run.plan), candles: seriesOf(run), account: run.account, execution: run.execution }
}

function merged(base: BacktestOptions, options: Partial<BacktestOptions>): BacktestOptions {
  const { account, execution, statistics, ...rest } = options
  return {
    ...base,
    ...rest,
    ...(account && { account: { ...base.account, ...account } }),
    ...(execution && { execution: { ...base.execution, ...execution } }),
    ...(statistics && { statistics: { ...base.statistics, ...statistics } }),
  }
}

const candles = candlesFrom({
  candles: Array.from({ length: 30 }, (_, index) => {
    const open = 100 + ((index * 7) % 11)
    const close = open + ((index * 5) % 9) - 4
    return index % 6 === 5
      ? flat(open, 2)
      : candle(open, Math.max(open, close) + 2, Math.min(open, close) - 3, close, 3)
  }),
})

const detail = createSeries({
  symbol: 'BTCTRY',
  interval: '12h',
  time: Array.from({ length: 60 }, (_, index) => (index * DAY_MS) / 2),
  ...detailColumns(),
})

/** Each candle in two halves: from its open over one extreme to the middle, then over the other to its close. */
function detailColumns(): Record<'open' | 'high' | 'low' | 'close' | 'volume', number[]> {
  const columns = { open: [], high: [], low: [], close: [], volume: [] } as Record<
    'open' | 'high' | 'low' | 'close' | 'volume',
    number[]
  >
  for (let index = 0; index < candles.length; index++) {
    const [open, high, low, close] = [candles.open, candles.high, candles.low, candles.close].map(
      (each) => each[index]!,
    )
    const middle = (open! + close!) / 2
    columns.open.push(open!, middle)
    columns.high.push(high!, Math.max(middle, close!))
    columns.low.push(Math.min(open!, middle), low!)
    columns.close.push(middle, close!)
    columns.volume.push(1, 2)
  }
  return columns
}

function trader(): BacktestOptions['strategy'] {
  return scripted({
    1: (context) => context.buy({ percentOfEquity: 40, stopLoss: 95, takeProfit: { percent: 6 }, tag: 'first' }),
    4: (context) => context.buy({ quoteAmount: 5000, limit: 101 }),
    8: (context) => context.sell({ percentOfPosition: 50, stop: 99, limit: 98 }),
    12: (context) => context.buy({ quantity: 20, touch: 98 }),
    15: (context) => context.sell({ percentOfPosition: 100, trail: { percent: 3 } }),
    20: (context) => context.target({ BTCTRY: 30 }),
    25: (context) => context.buy({ quantity: 1_000_000 }),
  })
}

const SETTINGS: readonly (readonly [string, Partial<BacktestOptions>])[] = [
  ['touchProbability', { execution: { limitFill: 'touchWithProbability', touchProbability: 0.5 } }],
  ['participation', { execution: { participation: '0.5' } }],
  ['latency candles', { execution: { latency: { candles: 1 } } }],
  ['latency milliseconds', { execution: { latency: { milliseconds: 5 } } }],
  ['slippage bps', { execution: { slippageBps: 7 } }],
  ['slippage fixed', { execution: { slippage: { model: 'fixed', amount: '0.25' } } }],
  ['slippage ticks', { execution: { slippage: { model: 'ticks', ticks: 2 } }, rules: { '*': { tick: '0.5' } } }],
  ['slippage halfSpread', { execution: { slippage: { model: 'halfSpread', spreadBps: 20 } } }],
  ['slippage volumeShare', { execution: { slippage: { model: 'volumeShare', coefficient: '0.2' } } }],
  ['slippage function', { execution: { slippage: ({ price }) => Number(price) + 0.125 } }],
  ['detail', { execution: { path: 'detail', detail } }],
  ['lot', { execution: { lot: '0.25', slippageOn: 'everyFill' } }],
  ['fees tiers', { account: { fees: { tiers: [{ fromVolume: 0, makerFeeRate: '0.001', takerFeeRate: '0.002' }] } } }],
  ['fees fixed', { account: { fees: { fixed: '1.5', minimum: '2' }, makerFeeRate: '0', takerFeeRate: '0.003' } }],
  ['fees base', { account: { fees: { currency: 'base' }, lots: 'average' } }],
  ['model margin', { account: { model: 'margin', leverage: '3', borrowRate: '0.1', maintenanceMarginRate: '0.2' } }],
  [
    'rules dated',
    { rules: { BTCTRY: [{ lot: '1' }, { from: 10 * DAY_MS, lot: '0.1', tick: '0.5', minimumValue: 10 }] } },
  ],
  ['statistics periods', { statistics: { periodsPerYear: 365, riskFreeRate: 0.05 } }],
  ['statistics convention', { statistics: { convention: 'quantstats' } }],
  ['statistics benchmark', { statistics: { benchmark: candles } }],
  ['bounds', { bounds: true }],
  ['seed', { seed: 7, execution: { limitFill: 'touchWithProbability', touchProbability: 1 } }],
  ['startFrom', { execution: { startFrom: 'afterWarmUp', openTradesAtEnd: 'close', fillsPerCandle: 'one' } }],
]

const ODD_ORDERS: readonly (readonly [string, OrderConditions & Record<string, unknown>])[] = [
  ['price off the tick', { quantity: 1, limit: '99.3' }],
  ['no price', { quantity: 1, limit: Number.NaN }],
  ['a negative price', { quantity: 1, stop: -5 }],
  ['a price of text', { quantity: 1, limit: 'ninety' }],
  ['a quantity below the lot', { quantity: '0.1' }],
  ['a quantity of text', { quantity: 'much' }],
  ['a quantity of zero', { quantity: 0 }],
  ['too large a quantity', { quantity: 51 }],
  ['too small a value', { quantity: '0.25', limit: 50 }],
  ['too dear', { quantity: 50 }],
  ['a share above everything', { percentOfEquity: 101 }],
  ['a share of nothing', { percentOfEquity: 0 }],
  ['an amount of infinity', { quoteAmount: Number.POSITIVE_INFINITY }],
  ['a stop loss on the wrong side', { quantity: 1, stopLoss: 500 }],
  ['a take profit of nothing', { quantity: 1, takeProfit: { percent: 0 } }],
  ['a trail of nothing', { quantity: 1, trail: { amount: 0 } }],
  ['risk above the price', { riskPercent: 5, stopLoss: '150' }],
  ['post only beyond the market', { quantity: 1, limit: 200, postOnly: true }],
  ['reduce only while flat', { quantity: 1, reduceOnly: true }],
  ['a time that has passed', { quantity: 1, limit: 50, goodTill: 5 }],
  ['fill or kill away from the market', { quantity: 1, limit: 50, timeInForce: 'FOK' }],
  ['volatility of nothing', { volatilityTarget: { percent: 1, of: 0 } }],
]
