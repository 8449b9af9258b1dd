export { csvChunks } from './csv.ts'
export { MAX_CANDLES, type SyntheticCandles, type SyntheticOptions, syntheticCandles } from './synthetic-candles.ts'
