import type { Api } from './client.ts'
import type { Candles } from './documents.ts'

/** Candles in columns, times in epoch ms, oldest first. */
export type CandleColumns = Pick<Candles, 'time' | 'open' | 'high' | 'low' | 'close'>

const joined = (parts: readonly CandleColumns[]): CandleColumns => ({
  time: parts.flatMap(({ time }) => time),
  open: parts.flatMap(({ open }) => open),
  high: parts.flatMap(({ high }) => high),
  low: parts.flatMap(({ low }) => low),
  close: parts.flatMap(({ close }) => close),
})

/**
 * Candles with `from` ≤ time < `to`, answer after answer (the executor gives 20,000 at a time), until there are no more or
 * `most` have come. `onCount` is called with the number so far.
 */
export async function allCandles(
  api: Pick<Api, 'get'>,
  dataset: string,
  { from, to, most }: { readonly from: number; readonly to: number; readonly most: number },
  onCount: (count: number) => void,
  signal: AbortSignal,
): Promise<CandleColumns> {
  const parts: CandleColumns[] = []
  let next = from
  let count = 0
  while (count < most) {
    const part = await api.get('/datasets/{id}/candles', {
      path: { id: dataset },
      query: { from: String(next), to: String(to) },
      signal,
    })
    parts.push(part)
    count += part.time.length
    onCount(count)
    const last = part.time.at(-1)
    if (!part.truncated || last === undefined) break
    next = last + 1
  }
  return joined(parts)
}
