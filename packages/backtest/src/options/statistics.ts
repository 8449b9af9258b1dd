import type { OptionsOf } from './option.ts'

export const STATISTICS = {
  /** Candles in a year, for annualised figures; a number above 0. Default as observed in the series. */
  periodsPerYear: {
    kind: 'number',
    above: 0,
    unset: 'as observed in the series',
    flag: 'periods-per-year',
    doc: 'Candles in a year, for annualised figures',
  },
  /** Whose definitions the statistics follow. Default tezgah. */
  convention: {
    kind: 'choice',
    choices: ['tezgah', 'backtesting.py', 'empyrical', 'quantstats', 'freqtrade'],
    default: 'tezgah',
    doc: 'Whose definitions the statistics follow',
  },
  /** Risk-free return a year, as a fraction; a number above -1. Default 0. */
  riskFreeRate: { kind: 'number', above: -1, default: 0, doc: 'Risk-free return a year, as a fraction' },
} as const

/** The options of statistics that can be written as JSON. */
export interface StatisticsRunSettings extends OptionsOf<typeof STATISTICS> {}

/** Whose definitions the statistics follow. */
export type ConventionName = (typeof STATISTICS)['convention']['choices'][number]
