import { sourceOf } from './settings.ts'

/** The values of the flags of `tezgah backtest`; undefined where a flag is not given. Settings are under their paths, as text. */
export type BacktestFlags = {
  readonly strategy: string
  readonly candles: readonly string[]
  readonly detail?: readonly string[]
  readonly benchmark?: string
  readonly strategies?: string
  readonly symbol?: readonly string[]
  readonly interval?: string
  readonly param: ReadonlyMap<string, string>
  readonly settings?: string
  readonly policies?: string
  readonly from?: number
  readonly to?: number
  readonly json?: boolean
  readonly trades?: string
  readonly fullStatistics?: string
  readonly overwrite?: boolean
}

/** The flag that an input of the engine comes from, for an error message; `null` where there is none. */
export function flagOfField(field: string | null, flags: BacktestFlags): string | null {
  if (field === null) return null
  if (field.startsWith('params')) return '--param'
  if (field.startsWith('execution.detail')) return '--detail'
  if (field.startsWith('statistics.benchmark')) return '--benchmark'
  if (/^candles(\[\d+\])?\.symbol$/.test(field)) return '--symbol'
  if (field.startsWith('candles')) return '--candles'
  return sourceOf(field, flags)
}
