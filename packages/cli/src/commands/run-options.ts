import type { BacktestOptions } from '@tezgah/backtest'

/** What the flags of `tezgah backtest` become; undefined where a flag is not given. */
export type BacktestFlags = {
  readonly strategy: string
  readonly candles: string
  readonly strategies?: string
  readonly symbol?: string
  readonly interval?: string
  readonly param: ReadonlyMap<string, string>
  readonly cash?: string
  readonly feeRate?: string
  readonly makerFeeRate?: string
  readonly takerFeeRate?: string
  readonly slippageBps?: string
  readonly lot?: string
  readonly limitFill?: 'cross' | 'touch'
  readonly periodsPerYear?: number
  readonly from?: number
  readonly to?: number
  readonly seed?: number
  readonly json?: boolean
  readonly trades?: string
  readonly overwrite?: boolean
}

/** The engine's options that come from flags alone. */
export function runOptions(
  flags: BacktestFlags,
): Pick<BacktestOptions, 'account' | 'execution' | 'statistics' | 'seed'> {
  const { cash, feeRate, makerFeeRate, takerFeeRate, slippageBps, lot, limitFill, periodsPerYear, seed } = flags
  return {
    account: {
      ...(cash !== undefined && { initialCash: cash }),
      ...(feeRate !== undefined && { feeRate }),
      ...(makerFeeRate !== undefined && { makerFeeRate }),
      ...(takerFeeRate !== undefined && { takerFeeRate }),
    },
    execution: {
      ...(slippageBps !== undefined && { slippageBps }),
      ...(lot !== undefined && { lot }),
      ...(limitFill !== undefined && { limitFill }),
    },
    statistics: { ...(periodsPerYear !== undefined && { periodsPerYear }) },
    ...(seed !== undefined && { seed }),
  }
}

const FLAGS = new Map([
  ['account.initialCash', '--cash'],
  ['account.feeRate', '--fee-rate'],
  ['account.makerFeeRate', '--maker-fee-rate'],
  ['account.takerFeeRate', '--taker-fee-rate'],
  ['execution.slippageBps', '--slippage-bps'],
  ['execution.lot', '--lot'],
  ['execution.limitFill', '--limit-fill'],
  ['statistics.periodsPerYear', '--periods-per-year'],
  ['seed', '--seed'],
])

/** The flag that set an engine option, `null` where none did. */
export function flagOfField(field: string | null): string | null {
  if (field === null) return null
  return field.startsWith('params') ? '--param' : (FLAGS.get(field) ?? null)
}
