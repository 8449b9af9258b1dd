import { type Decimal, type DecimalInput, toDecimal } from '@tezgah/core/decimal'
import type { CandleSeries } from '../candles/series.ts'
import {
  basisPointSlippage,
  fixedSlippage,
  functionSlippage,
  halfSpread,
  halfSpreadBps,
  type SlippageFunction,
  type SlippageModel,
  tickSlippage,
} from '../market/slippage.ts'
import { volumeShareSlippage } from '../market/volume-share.ts'
import { EXECUTION, type ExecutionSettings, type SlippageOptions } from '../options/execution.ts'
import { invalidOption } from '../options/option-error.ts'
import type { ResolvedOptions } from '../options/presets.ts'
import { checkNotWith, checkOnlyWith, exactOptions, mergeDefaults } from '../options/resolve.ts'
import { SLIPPAGE } from '../options/slippage.ts'
import type { SlippageAssumption } from './settings.ts'

const DETAIL_PATH = 'execution.path is "detail"'

/** @throws BacktestError `invalid_options` where one of the choices needs another or rules it out */
export function readExecution(
  execution: ResolvedOptions['execution'],
  detail: readonly CandleSeries[],
): ExecutionSettings {
  checkDetail(execution.path, detail)
  checkOnlyWith('execution', EXECUTION, execution)
  const { slippage: _slippage, slippageBps: _slippageBps, ...exact } = exactOptions(EXECUTION, execution)
  const { candles = 0, milliseconds = 0 } = exact.latency ?? {}
  return { ...exact, latency: { candles, milliseconds } }
}

function checkDetail(path: string, detail: readonly CandleSeries[]): void {
  if (path === 'detail' && detail.length === 0) {
    throw invalidOption('execution.detail', `a finer series where ${DETAIL_PATH}`, undefined)
  }
  if (path !== 'detail' && detail.length > 0) {
    throw invalidOption('execution.detail', `left out unless ${DETAIL_PATH}`, detail[0]!.symbol)
  }
}

export type SlippageSettings = {
  /** `null` where prices do not slip. */
  readonly slippage: SlippageModel | null
  readonly slippageAssumption: SlippageAssumption
}

/** @param slip - a function of the user's own, which takes the place of `execution.slippage` */
export function readSlippage(execution: ResolvedOptions['execution'], slip: SlippageFunction | null): SlippageSettings {
  const { slippage, slippageBps } = execution
  checkNotWith('execution', EXECUTION, { slippageBps, slippage: slip ?? slippage })
  if (slip !== null) {
    return { slippage: functionSlippage(slip), slippageAssumption: { model: 'function', name: slip.name } }
  }
  if (slippageBps !== undefined) return inBasisPoints(slippageBps)
  return modelOf(slippage ?? { model: 'none' })
}

function modelOf(options: SlippageOptions): SlippageSettings {
  switch (options.model) {
    case 'none':
      return { slippage: null, slippageAssumption: options }
    case 'fixed': {
      const amount = decimal(options.amount)
      return settings(amount, fixedSlippage, { model: 'fixed', amount: amount.toString() })
    }
    case 'basisPoints':
      return inBasisPoints(options.bps)
    case 'ticks': {
      const { ticks } = options
      return { slippage: ticks === 0 ? null : tickSlippage(ticks), slippageAssumption: { model: 'ticks', ticks } }
    }
    case 'halfSpread':
      return ofSpread(options)
    case 'volumeShare':
      return ofVolumeShare(options)
  }
}

function inBasisPoints(input: DecimalInput): SlippageSettings {
  const bps = decimal(input)
  return settings(bps, basisPointSlippage, { model: 'basisPoints', bps: bps.toString() })
}

/** One of the two is given, as the schema has checked. */
function ofSpread(options: Extract<SlippageOptions, { model: 'halfSpread' }>): SlippageSettings {
  if (options.spread !== undefined) {
    const spread = decimal(options.spread)
    return settings(spread, halfSpread, { model: 'halfSpread', spread: spread.toString() })
  }
  const spreadBps = decimal(options.spreadBps!)
  return settings(spreadBps, halfSpreadBps, { model: 'halfSpread', spreadBps: spreadBps.toString() })
}

function ofVolumeShare(options: Extract<SlippageOptions, { model: 'volumeShare' }>): SlippageSettings {
  const resolved = mergeDefaults(SLIPPAGE.variants.volumeShare.of, options)
  const coefficient = decimal(resolved.coefficient)
  const maximum = decimal(resolved.maximum)
  return {
    slippage: volumeShareSlippage(coefficient, maximum),
    slippageAssumption: { model: 'volumeShare', coefficient: coefficient.toString(), maximum: maximum.toString() },
  }
}

function settings(
  size: Decimal,
  create: (size: Decimal) => SlippageModel,
  slippageAssumption: SlippageAssumption,
): SlippageSettings {
  return { slippage: size.isZero ? null : create(size), slippageAssumption }
}

/** The schema has checked it. */
function decimal(input: DecimalInput): Decimal {
  return toDecimal(input)!
}
