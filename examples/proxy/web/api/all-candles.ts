import type { Candles } from './catalogue.ts'
import type { Api } from './client.ts'

/** Above this a chart shows no more than it did below, and the browser only gets slower. */
const MOST_CANDLES = 100_000

const columns = ['time', 'open', 'high', 'low', 'close'] as const

function joined(parts: readonly Candles[]): Candles {
  const [time, open, high, low, close] = columns.map((name) => parts.flatMap((part) => part[name]))
  const truncated = parts.at(-1)?.truncated ?? false
  return { time: time ?? [], open: open ?? [], high: high ?? [], low: low ?? [], close: close ?? [], truncated }
}

/** Candles with `from` ≤ time < `to`, answer after answer, until there are no more or a chart has enough. */
export async function allCandles(
  api: Pick<Api, 'candles'>,
  dataset: string,
  { from, to }: { readonly from: number; readonly to: number },
  signal: AbortSignal,
): Promise<Candles> {
  const parts: Candles[] = []
  let next = from
  let count = 0
  while (count < MOST_CANDLES) {
    const part = await api.candles(dataset, next, to, signal)
    parts.push(part)
    count += part.time.length
    const last = part.time.at(-1)
    if (!part.truncated || last === undefined) break
    next = last + 1
  }
  return joined(parts)
}
