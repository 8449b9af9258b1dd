export type { DiscardedCandle, Repairs } from './clean.ts'
export type { CandleColumns, Candles } from './columns.ts'
export { candlesToCsv } from './csv.ts'
export {
  type CandleDownload,
  type DamagedPage,
  downloadCandles,
  exchangeHistory,
  type HistoryClient,
} from './download.ts'
export { CANDLE_INTERVALS, type CandleInterval, type Gap } from './grid.ts'
export type { DownloadOptions, DownloadProgress, FetchKlines, HistoryClock } from './options.ts'
export { memoryStore, type PageStore } from './page-store.ts'
export { candlesToParquet } from './parquet.ts'
