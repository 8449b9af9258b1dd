import { z } from 'zod'
import { type CandleSeries, createSeries } from '../../src/candles/series.ts'
import { BacktestError } from '../../src/errors.ts'
import { readSettings } from '../../src/settings/read-settings.ts'
import type { BacktestOptions } from '../../src/settings/settings.ts'
import type { Strategy } from '../../src/strategy/strategy.ts'

const DAY_MS = 86_400_000
const closes = [100, 101, 102]

/** Three days from the epoch on. */
export const candles: CandleSeries = createSeries({
  symbol: 'BTCTRY',
  interval: '1d',
  time: closes.map((_, index) => index * DAY_MS),
  open: closes,
  high: closes,
  low: closes,
  close: closes,
  volume: [1, 1, 1],
})

export const strategy: Strategy = {
  name: 'idle',
  description: '',
  params: z.unknown(),
  setup: () => ({ onCandle() {} }),
}

/** The error for sound options with `changes`, which may be of any type. */
export function refusal(changes: Record<string, unknown>): BacktestError {
  return refused(Object.assign({ strategy, candles }, changes))
}

export function refused(options: unknown): BacktestError {
  try {
    readSettings(options as BacktestOptions)
  } catch (error) {
    if (error instanceof BacktestError) return error
    throw error
  }
  throw new Error('the options were accepted')
}
