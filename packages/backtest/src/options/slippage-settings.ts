import type { SlippageModel } from '../market/slippage.ts'
import {
  basisPointSlippage,
  fixedSlippage,
  functionSlippage,
  halfSpread,
  halfSpreadBps,
  type SlippageFunction,
  tickSlippage,
} from '../market/slippage.ts'
import { volumeShareSlippage } from '../market/volume-share.ts'
import type { Decimal } from '../money/decimal.ts'
import { type DecimalInput, toDecimal } from '../money/parse-decimal.ts'
import { invalid } from './invalid-options.ts'
import type { ExecutionRunSettings, SlippageOptions } from './options.ts'

/** A slippage model as the manifest names it; decimals as text. */
export type SlippageAssumption =
  | { readonly model: 'none' }
  | { readonly model: 'fixed'; readonly amount: string }
  | { readonly model: 'basisPoints'; readonly bps: string }
  | { readonly model: 'ticks'; readonly ticks: number }
  | { readonly model: 'halfSpread'; readonly spread: string }
  | { readonly model: 'halfSpread'; readonly spreadBps: string }
  | { readonly model: 'volumeShare'; readonly coefficient: string; readonly maximum: string }
  /** A function of the user's own, by the name it bears in the program. */
  | { readonly model: 'function'; readonly name: string }

export type SlippageSettings = {
  /** `null` where prices do not slip. */
  readonly slippage: SlippageModel | null
  readonly slippageAssumption: SlippageAssumption
}

const DEFAULT_COEFFICIENT = '0.1'
const DEFAULT_MAXIMUM = '0.1'

export function readSlippage(execution: ExecutionRunSettings, slip: SlippageFunction | null): SlippageSettings {
  const { slippage, slippageBps } = execution
  if (slippageBps !== undefined && (slippage !== undefined || slip !== null)) {
    throw invalid('execution.slippageBps', 'left out where execution.slippage is given', slippageBps)
  }
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
    case 'volumeShare': {
      const coefficient = decimal(options.coefficient ?? DEFAULT_COEFFICIENT)
      const maximum = decimal(options.maximum ?? DEFAULT_MAXIMUM)
      return {
        slippage: volumeShareSlippage(coefficient, maximum),
        slippageAssumption: {
          model: 'volumeShare',
          coefficient: coefficient.toString(),
          maximum: maximum.toString(),
        },
      }
    }
  }
}

function inBasisPoints(input: DecimalInput): SlippageSettings {
  const bps = decimal(input)
  return settings(bps, basisPointSlippage, { model: 'basisPoints', bps: bps.toString() })
}

/** One of the two is given, as the schema has checked. */
function ofSpread(options: {
  spread?: DecimalInput | undefined
  spreadBps?: DecimalInput | undefined
}): SlippageSettings {
  if (options.spread !== undefined) {
    const spread = decimal(options.spread)
    return settings(spread, halfSpread, { model: 'halfSpread', spread: spread.toString() })
  }
  const spreadBps = decimal(options.spreadBps!)
  return settings(spreadBps, halfSpreadBps, { model: 'halfSpread', spreadBps: spreadBps.toString() })
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
