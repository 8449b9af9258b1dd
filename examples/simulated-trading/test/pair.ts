import type { PairOptions } from '@tezgah/simulator'

/** Fee and tax of whole prices and four decimals need no more than eight decimals, so none is rounded. */
export const pair: PairOptions = {
  ...{ id: 1, base: 'BTC', quote: 'TRY', baseScale: 4, priceScale: 0 },
  ...{ tickSize: '1', minimumValue: '99.91', price: '3700000' },
}
