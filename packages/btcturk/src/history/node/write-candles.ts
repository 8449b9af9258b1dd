import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { removeStaleTemporaries, replaceFile } from '@tezgah/core/node/durable-file'
import { invalidRequest } from '../../errors.ts'
import type { Candles } from '../columns.ts'
import { candlesToCsv } from '../csv.ts'
import { candlesToParquet } from '../parquet.ts'

export type CandleFileFormat = 'csv' | 'parquet'

export type WrittenFile = {
  readonly path: string
  readonly format: CandleFileFormat
  readonly bytes: number
  /** Of the bytes, 64 hexadecimal digits. */
  readonly sha256: string
}

/**
 * Writes candles to a file in one step: a reader finds the old content or the new. Temporary files that a crash left of an
 * earlier write of the same file, more than an hour ago, are removed.
 *
 * @param format - by the ending of the path where absent
 * @throws BtcturkError `invalid_request` for a path that ends in neither `.csv` nor `.parquet`
 * @throws the file system's own error
 */
export async function writeCandles(
  file: string,
  candles: Candles,
  format: CandleFileFormat = formatOf(file),
): Promise<WrittenFile> {
  const target = path.resolve(file)
  const chunks = format === 'csv' ? candlesToCsv(candles) : [candlesToParquet(candles)]
  const folder = path.dirname(target)
  await mkdir(folder, { recursive: true })
  // A temporary file that cannot be removed prevents no write.
  await removeStaleTemporaries(folder, (name) => name === path.basename(target)).catch(() => undefined)
  return { path: target, format, ...(await replaceFile(target, chunks, { mode: 0o644 })) }
}

function formatOf(file: string): CandleFileFormat {
  const ending = path.extname(file).toLowerCase()
  if (ending === '.csv' || ending === '.parquet') return ending.slice(1) as CandleFileFormat
  throw invalidRequest('path', 'a path that ends in .csv or .parquet', file)
}
