import { parquetWriteBuffer } from 'hyparquet-writer'
import type { Candles } from './columns.ts'

const PRICES = ['open', 'high', 'low', 'close', 'volume'] as const

/**
 * Candles as a Parquet file: `time` as a timestamp in milliseconds, UTC, the other five columns as doubles, bit for bit,
 * none of them nullable, compressed with Snappy. The file's metadata has `symbol` and `interval`.
 */
export function candlesToParquet(candles: Candles): Uint8Array {
  const time = BigInt64Array.from(candles.time, BigInt)
  const buffer = parquetWriteBuffer({
    columnData: [
      { name: 'time', data: time, type: 'TIMESTAMP', nullable: false, encoding: 'DELTA_BINARY_PACKED' },
      ...PRICES.map((name) => ({
        name,
        data: candles[name],
        type: 'DOUBLE' as const,
        nullable: false,
        encoding: 'BYTE_STREAM_SPLIT' as const,
      })),
    ],
    kvMetadata: [
      { key: 'symbol', value: candles.symbol },
      { key: 'interval', value: candles.interval },
    ],
    createdBy: '@tezgah/btcturk',
  })
  return new Uint8Array(buffer)
}
