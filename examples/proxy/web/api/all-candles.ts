import type { Candles } from './catalogue.ts'
import type { Api } from './client.ts'

const columns = ['time', 'open', 'high', 'low', 'close'] as const

function joined(parts: readonly Candles[]): Candles {
  const [time, open, high, low, close] = columns.map((name) => parts.flatMap((part) => part[name]))
  const truncated = parts.at(-1)?.truncated ?? false
  return { time: time ?? [], open: open ?? [], high: high ?? [], low: low ?? [], close: close ?? [], truncated }
}

/**
 * Candles with `from` ≤ time < `to`, answer after answer (the executor gives 20,000 at a time), until there are no more or
 * `most` have come. `onCount` is told how many there are so far.
 */
export async function allCandles(
  api: Pick<Api, 'candles'>,
  dataset: string,
  { from, to, most }: { readonly from: number; readonly to: number; readonly most: number },
  onCount: (count: number) => void,
  signal: AbortSignal,
): Promise<Candles> {
  const parts: Candles[] = []
  let next = from
  let count = 0
  while (count < most) {
    const part = await api.candles(dataset, next, to, signal)
    parts.push(part)
    count += part.time.length
    onCount(count)
    const last = part.time.at(-1)
    if (!part.truncated || last === undefined) break
    next = last + 1
  }
  return joined(parts)
}
