import { createSha256 } from '@tezgah/core/sha256'
import { type DigestedReport, reportSha256 } from '../src/result/digest.ts'
import { measure } from './measure.ts'

// The lists and the equity of a dense run over one million candles: some 39 fills per thousand.
const CANDLES = 1_000_000
const ORDERS = 39_000

const orders = Array.from({ length: ORDERS }, (_, row) => ({
  id: row + 1,
  symbol: 'BTCTRY',
  side: row % 2 === 0 ? 'buy' : 'sell',
  type: 'market',
  size: { kind: 'percentOfEquity', value: '100' },
  limitPrice: null,
  stopPrice: null,
  status: 'filled',
  reason: null,
  observed: null,
  limit: null,
  tag: null,
  createdIndex: row * 25,
  createdTime: 1_577_836_800_000 + row * 1_500_000,
  closedIndex: row * 25 + 1,
  closedTime: 1_577_836_860_000 + row * 1_500_000,
  filledQuantity: '3.301163245655719196',
}))
const fills = orders.map(({ id, symbol, side, closedIndex, closedTime }) => ({
  orderId: id,
  symbol,
  side,
  index: closedIndex,
  time: closedTime,
  price: '3047128',
  quantity: '3.301163245655719196',
  fee: '10059.066958408420322269088',
  liquidity: 'taker',
  reason: 'market',
}))
const report: DigestedReport = {
  schema: 1,
  manifest: {},
  stats: {},
  account: {},
  bounds: null,
  orders,
  fills,
  trades: [],
}
const equity = Float64Array.from({ length: CANDLES }, (_, index) => 10_000_000 + index * 1.2345)
const isHex = (digest: string): boolean => digest.length === 64

const pieces = measure('digest of a result', 'candles', CANDLES, () => reportSha256(report, equity), isHex)
const whole = measure(
  'digest of the whole JSON text and three columns',
  'candles',
  CANDLES,
  () => {
    const hash = createSha256()
    hash.update(JSON.stringify(report))
    for (let column = 0; column < 3; column++) hash.update(new Uint8Array(equity.buffer))
    return hash.digestHex()
  },
  isHex,
)
console.log(JSON.stringify({ name: 'digest to whole text', unit: 'ratio', median: pieces.median / whole.median }))
