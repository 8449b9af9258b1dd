import { backtestingPy } from './backtesting-py.ts'
import type { Convention, ConventionName } from './convention.ts'
import { empyrical } from './empyrical.ts'
import { freqtrade } from './freqtrade.ts'
import { quantstats } from './quantstats.ts'
import { tezgah } from './tezgah.ts'

export const CONVENTIONS: Readonly<Record<ConventionName, Convention>> = {
  tezgah,
  'backtesting.py': backtestingPy,
  empyrical,
  quantstats,
  freqtrade,
}
