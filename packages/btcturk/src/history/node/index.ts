export { fileStore } from './file-store.ts'
export { type CandleFileFormat, type WrittenFile, writeCandles } from './write-candles.ts'
