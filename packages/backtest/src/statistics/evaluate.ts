import { DAY_MS } from '@tezgah/core/clock'
import type { ConventionName } from '../options/statistics.ts'
import { type CalendarPeriod, dayOf, monthOf } from './calendar.ts'
import { backtestingPy } from './conventions/backtesting-py.ts'
import { type Convention, notDefined } from './conventions/convention.ts'
import { empyrical } from './conventions/empyrical.ts'
import { freqtrade } from './conventions/freqtrade.ts'
import { quantstats } from './conventions/quantstats.ts'
import { tezgah } from './conventions/tezgah.ts'
import type { Drawdown } from './drawdowns.ts'
import {
  type CompleteInput,
  completeInput,
  type FullStatisticsOptions,
  NO_TRADES,
  requireOptions,
  type StatisticsInput,
  type TradeColumns,
} from './input.ts'
import { type Basis, type Metric, MetricInput } from './metric-input.ts'
import {
  available,
  CORE_METRICS,
  type DrawdownReport,
  type FiguresOf,
  type FullStatistics,
  isAnnual,
  METRICS,
  type MetricGroup,
  type MetricPath,
  type MetricValue,
  missing,
  type Statistics,
  type TradeGroup,
} from './metrics.ts'
import type { EquityScan } from './scan.ts'
import { allTrades, selectTrades, type TradeSet, tradesByLabel } from './trade-set.ts'

const CONVENTIONS: Readonly<Record<ConventionName, Convention>> = {
  tezgah,
  'backtesting.py': backtestingPy,
  empyrical,
  quantstats,
  freqtrade,
}

/** How many of the deepest drawdowns are listed. */
const LISTED_DRAWDOWNS = 10

/**
 * Every metric of a series of equity under one convention. Pure, and the same bits on every platform. A metric is a finite
 * number, or `null` with its reason in `notes`.
 *
 * @throws RangeError if columns differ in length, or `initialCash`, `periodsPerYear` or `riskFreeRate` is out of range
 */
export function computeStatistics(given: StatisticsInput, options: FullStatisticsOptions = {}): FullStatistics {
  const { trades = NO_TRADES } = given
  const input = completeInput(given, trades)
  requireOptions(options, input.time.length)
  const name = options.convention ?? 'tezgah'
  const evaluation = new Evaluation(input, CONVENTIONS[name], options)
  const { turnover, feesPaid, slippagePaid } = input
  const all = allTrades(trades)
  const ofSide = (side: 'long' | 'short') => selectTrades(trades, (row) => trades.side[row] === side)
  return {
    convention: name,
    returns: evaluation.group('returns', all),
    risk: evaluation.group('risk', all),
    drawdown: evaluation.group('drawdown', all),
    ratios: evaluation.group('ratios', all),
    benchmark: evaluation.group('benchmark', all),
    activity: { ...evaluation.group('activity', all), turnover, feesPaid, slippagePaid },
    trades: evaluation.group('trades', all),
    long: evaluation.group('trades', ofSide('long'), 'long'),
    short: evaluation.group('trades', ofSide('short'), 'short'),
    byMonth: evaluation.calendar('byMonth', 'month', (day, returnPct) => ({ ...monthOf(day), returnPct })),
    byYear: evaluation.calendar('byYear', 'year', (day, returnPct) => ({ year: monthOf(day).year, returnPct })),
    byTag: evaluation.labels('byTag', tradesByLabel(trades, trades.entryTag)),
    byExitReason: evaluation.labels('byExitReason', tradesByLabel(trades, trades.exitReason)),
    drawdowns: deepestOf(evaluation.source.drawdowns),
    notes: evaluation.notes,
  }
}

/** What the short list is made from. */
export type CoreInput = Omit<StatisticsInput, 'trades'> &
  Required<Pick<StatisticsInput, 'initialCash' | 'finalEquity' | 'feesPaid'>> & {
    readonly trades: TradeColumns
    /** Trades still open after the last candle. */
    readonly openTradeCount: number
    /** `null`: as observed in the series. */
    readonly periodsPerYear: number | null
    /** Default 30; see {@link FullStatisticsOptions}. */
    readonly minimumDays?: number
    /** A pass over the same equity, by a caller that needed it before. */
    readonly scan?: EquityScan
  }

/** The short list of metrics that every result carries. */
export function coreStatistics(given: CoreInput): Statistics {
  const { minimumDays = tezgah.minimumDays, periodsPerYear, scan } = given
  const input = completeInput(given, given.trades)
  requireOptions({ periodsPerYear }, input.time.length)
  const evaluation = new Evaluation(input, tezgah, { minimumDays, periodsPerYear }, scan)
  const trades = allTrades(given.trades)
  const metric = (name: keyof typeof CORE_METRICS) => evaluation.figure(name, CORE_METRICS[name], trades)
  return {
    initialCash: input.initialCash,
    finalEquity: input.finalEquity,
    returnPct: metric('returnPct'),
    buyAndHoldReturnPct: metric('buyAndHoldReturnPct'),
    cagrPct: metric('cagrPct'),
    annualVolatilityPct: metric('annualVolatilityPct'),
    sharpe: metric('sharpe'),
    sortino: metric('sortino'),
    calmar: metric('calmar'),
    maxDrawdownPct: metric('maxDrawdownPct'),
    maxDrawdownDurationMs: metric('maxDrawdownDurationMs'),
    exposurePct: metric('exposurePct'),
    tradeCount: trades.count,
    openTradeCount: given.openTradeCount,
    winRatePct: metric('winRatePct'),
    profitFactor: metric('profitFactor'),
    expectancyPct: metric('expectancyPct'),
    sqn: metric('sqn'),
    feesPaid: input.feesPaid,
    notes: evaluation.notes,
  }
}

/** Evaluates metrics under one convention and collects the reasons of those that do not exist, by their paths. */
class Evaluation {
  readonly source: MetricInput
  readonly notes: Record<string, string> = {}
  readonly #convention: Convention
  readonly #tooShort: MetricValue | null

  constructor(
    input: CompleteInput,
    convention: Convention,
    { benchmark = null, ...options }: FullStatisticsOptions,
    scan?: EquityScan,
  ) {
    const { minimumDays = convention.minimumDays, periodsPerYear = null, riskFreeRate = 0 } = options
    const perYear = periodsPerYear ?? convention.periodsPerYear(input)
    const basis: Basis = {
      sampling: convention.sampling(input),
      startsAtInitialCash: convention.startsAtInitialCash,
      periodsPerYear: perYear,
      riskFreeRate,
      riskFree: riskFreeRate === 0 || perYear === null ? 0 : convention.riskFreePerPeriod(riskFreeRate, perYear),
    }
    this.#convention = convention
    this.#tooShort = tooShort(input, minimumDays)
    this.source = new MetricInput(input, basis, benchmark, scan)
  }

  /** The metrics of a group, in the order of {@link METRICS}; the path of a note begins with `path`. */
  group<Group extends MetricGroup>(group: Group, trades: TradeSet, path: string = group): FiguresOf<Group> {
    const names = Object.keys(METRICS[group])
    const figures = names.map((name) => [
      name,
      this.figure(`${path}.${name}`, `${group}.${name}` as MetricPath, trades),
    ])
    return Object.fromEntries(figures) as FiguresOf<Group>
  }

  figure(note: string, path: MetricPath, trades: TradeSet): number | null {
    const [group, name] = path.split('.') as [MetricGroup, string]
    if (this.#tooShort !== null && isAnnual(group, name)) return this.#noted(note, this.#tooShort)
    const defined: { readonly [name: string]: Metric | undefined } = this.#convention.metrics[group]
    return this.#noted(note, (defined[name] ?? notDefined)(this.source, trades))
  }

  /** Returns of calendar months or years, from the last mark of the one before. */
  calendar<Entry>(
    path: string,
    period: CalendarPeriod,
    entryOf: (day: number, returnPct: number | null) => Entry,
  ): Entry[] {
    const { time, values } = this.source.changes(period)
    return Array.from(time, (at, index) => {
      const value = values[index]!
      const change = Number.isNaN(value) ? missing('equity is zero or below before it') : available(value * 100)
      return entryOf(dayOf(at), this.#noted(`${path}.${index}.returnPct`, change))
    })
  }

  /** Trades by label, by the formulas of `tezgah` under every convention. */
  labels(path: string, groups: ReadonlyMap<string | null, TradeSet>): TradeGroup[] {
    return Array.from(groups, ([name, trades], index) => {
      const figure = (field: LabelMetric) =>
        this.#noted(`${path}.${index}.${field}`, tezgah.metrics.trades[field]!(this.source, trades))
      return {
        name,
        count: trades.count,
        winCount: figure('winCount') ?? 0,
        winRatePct: figure('winRatePct'),
        netProfit: figure('netProfit'),
        profitFactor: figure('profitFactor'),
        averageTradePct: figure('averageTradePct'),
        averageHoldingMs: figure('averageHoldingMs'),
      }
    })
  }

  #noted(note: string, value: MetricValue): number | null {
    if (value.value === null) this.notes[note] = value.reason
    return value.value
  }
}

/** A year's figure of a few days is that of chance, many times over: three days have given a Sharpe ratio of −42. */
function tooShort({ intervalMs, time }: CompleteInput, minimumDays: number): MetricValue | null {
  if (minimumDays === 0 || time.length < 2) return null
  const days = (time[time.length - 1]! - time[0]! + intervalMs) / DAY_MS
  if (days >= minimumDays) return null
  return missing(`the run spans ${Number(days.toFixed(1))} days, annual figures need ${minimumDays}`)
}

type LabelMetric = Exclude<keyof TradeGroup, 'name' | 'count'>

function deepestOf(drawdowns: readonly Drawdown[]): DrawdownReport[] {
  // The sort is stable, so that of equally deep drawdowns the earlier one comes first.
  return drawdowns
    .filter(({ depth }) => Number.isFinite(depth * 100))
    .toSorted((a, b) => b.depth - a.depth)
    .slice(0, LISTED_DRAWDOWNS)
    .map(({ depth, peakTime, valleyTime, recoveryTime, durationMs }) => {
      return { depthPct: depth * 100, peakTime, valleyTime, recoveryTime, durationMs }
    })
}
