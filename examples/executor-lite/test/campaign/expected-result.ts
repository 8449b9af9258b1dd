import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { backtest, parseCandlesCsv } from '@tezgah/backtest'
import { strategies } from '@tezgah-examples/strategies'
import { REPOSITORY } from '../../src/environment.ts'

/** The result, byte for byte, of what {@link Clients} start: worked out here, by the engine alone. */
export const expectedResults = async (): Promise<(fast: number) => string> => {
  const csv = await readFile(path.join(REPOSITORY, 'examples', 'data', 'sp500-daily.csv'))
  const candles = parseCandlesCsv(csv, { symbol: 'SP500', interval: '1d' })
  const strategy = strategies.find(({ name }) => name === 'sma-cross')
  if (strategy === undefined) throw new Error('the sample strategies have no sma-cross')
  const known = new Map<number, string>()
  return (fast) => {
    const text = known.get(fast) ?? JSON.stringify(backtest({ strategy, candles, params: { fast, slow: 30 }, seed: 0 }))
    known.set(fast, text)
    return text
  }
}
