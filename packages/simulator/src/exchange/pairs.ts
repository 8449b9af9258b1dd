import { amountOf } from './amounts.ts'
import type { OrderMethod, Pair, PairOptions } from './order.ts'

const ALL_METHODS: readonly OrderMethod[] = ['market', 'limit', 'stopmarket', 'stoplimit']

export function createPair(options: PairOptions): Pair {
  const { id, base, quote, baseScale, priceScale, tickSize } = options
  return {
    id,
    name: `${base}${quote}`,
    normalized: `${base}_${quote}`,
    base,
    quote,
    baseScale,
    priceScale,
    tickSize,
    minimumValue: amountOf(options.minimumValue),
    methods: options.methods ?? ALL_METHODS,
    startPrice: amountOf(options.price),
    order: 1000 + id,
  }
}

/** `BTCTRY`, `BTC_TRY` and `btctry` are the same to REST. */
export function symbolKey(text: string): string {
  return text.toUpperCase().replace('_', '')
}

export const DEFAULT_PAIRS: readonly PairOptions[] = [
  pairOf(1, 'BTC', 'TRY', 8, 0, '10', '99.91', '3717080'),
  pairOf(18, 'USDT', 'TRY', 2, 3, '0.001', '99.91', '47.832'),
  pairOf(19, 'BTC', 'USDT', 8, 0, '1', '9.91', '86766'),
  pairOf(20, 'ETH', 'USDT', 8, 1, '0.1', '9.91', '2769.6'),
]

function pairOf(
  id: number,
  base: string,
  quote: string,
  baseScale: number,
  priceScale: number,
  tickSize: string,
  minimumValue: string,
  price: string,
): PairOptions {
  return { id, base, quote, baseScale, priceScale, tickSize, minimumValue, price }
}
