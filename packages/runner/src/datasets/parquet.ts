import type { CandleSeriesInput } from '@tezgah/backtest'
import { messageOf } from '@tezgah/core/describe'
import { parquetMetadata, parquetRead } from 'hyparquet'
import { RunnerError } from '../errors.ts'

const COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const
type ColumnName = (typeof COLUMNS)[number]

/** Times as milliseconds, from any unit of the file; a `Date` for each would be most of the work. */
const TIMES = {
  timestampFromMilliseconds: Number,
  timestampFromMicroseconds: (value: bigint) => Number(value / 1_000n),
  timestampFromNanoseconds: (value: bigint) => Number(value / 1_000_000n),
}

/**
 * The columns of a Parquet file: `time` as a timestamp or as whole milliseconds, `open`, `high`, `low`, `close` and `volume` as
 * numbers. Others are left out. Uncompressed or Snappy, as `tezgah` writes them.
 *
 * @throws RunnerError `invalid_dataset` naming what is missing, or beyond the limit
 */
export async function readParquet(file: ArrayBuffer, maxRows: number): Promise<Pick<CandleSeriesInput, ColumnName>> {
  const metadata = parsed(() => parquetMetadata(file))
  const rows = Number(metadata.num_rows)
  if (!Number.isSafeInteger(rows) || rows < 0 || rows > maxRows)
    throw invalid(`must have at most ${maxRows} rows, received ${rows}`)
  const names = new Set(metadata.schema.slice(1).map(({ name }) => name))
  const missing = COLUMNS.filter((name) => !names.has(name))
  if (missing.length > 0) throw invalid(`must have a column ${missing.join(', ')}`)
  // A group that claims more rows than the file would be unpacked for nothing.
  const claimed = metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0)
  if (claimed !== rows) throw invalid(`must have as many rows in its groups as in all, ${rows}, received ${claimed}`)
  const columns = new Map(COLUMNS.map((name) => [name as string, new Float64Array(rows).fill(Number.NaN)]))
  const write = (name: string, data: ArrayLike<unknown>, start: number) => {
    const column = columns.get(name)
    if (column === undefined) return
    const count = Math.min(data.length, rows - start)
    for (let index = 0; index < count; index++) column[start + index] = toNumber(data[index])
  }
  try {
    await parquetRead({
      file,
      metadata,
      columns: [...COLUMNS],
      parsers: TIMES,
      onChunk: ({ columnName, columnData, rowStart }) => write(columnName, columnData as ArrayLike<unknown>, rowStart),
    })
  } catch (error) {
    throw invalid(`cannot be read as Parquet: ${messageOf(error)}`)
  }
  return Object.fromEntries(columns) as Record<ColumnName, Float64Array>
}

/** NaN for what is not a number: no series accepts it. */
function toNumber(value: unknown): number {
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : Number.NaN
}

function parsed<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw invalid(`is not a Parquet file: ${messageOf(error)}`)
  }
}

function invalid(problem: string): RunnerError {
  return new RunnerError('invalid_dataset', `the file ${problem}`)
}
