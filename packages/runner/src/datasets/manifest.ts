import { z } from 'zod'

/** Missing candles between two that exist. */
export type DatasetGap = {
  /** Open times of the first missing candle and of the next existing one, epoch milliseconds, UTC. */
  readonly from: number
  readonly to: number
  /** How many candles a market that never closes would have had. */
  readonly missing: number
}

/** What a dataset covers. */
export type DatasetSpan = {
  /** Open times of the first candle and the last, epoch milliseconds, UTC. */
  readonly from: number
  readonly to: number
  readonly candles: number
  /** All of them counted, the first 100 listed. */
  readonly gaps: { readonly count: number; readonly missing: number; readonly first: readonly DatasetGap[] }
}

/** The JSON file beside the file of a dataset's candles. */
export type DatasetManifest = {
  /** Equal to the file's name without `.json`; the candles are in `<id>.csv` or `<id>.parquet`. */
  readonly id: string
  readonly title: string
  readonly symbol: string
  /** Length of a candle, for example `1d`. */
  readonly interval: string
  readonly source: string
  readonly licence: string
  /** sha256 of the candles' file, hexadecimal. */
  readonly sha256: string
  /** True for prices that are not of a market. */
  readonly synthetic: boolean
} & { readonly [Field in keyof DatasetSpan]?: DatasetSpan[Field] | undefined }

/** Gaps that a manifest lists. */
export const MAX_NAMED_GAPS = 100

const time = z.int()
const count = z.int().min(0)
const gap = z.object({ from: time, to: time, missing: count })

/** Checks the JSON of a manifest. Unknown keys are left out. */
export const datasetManifestSchema: z.ZodType<DatasetManifest> = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be 1 to 64 of a-z, 0-9 and "-"'),
  title: z.string().min(1).max(200),
  symbol: z.string().min(1).max(32),
  interval: z.string().regex(/^[1-9]\d{0,3}[a-zA-Z]{1,2}$/, 'must be a number and a unit, for example "1d"'),
  source: z.string().min(1).max(500),
  licence: z.string().min(1).max(200),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits in lower case'),
  synthetic: z.boolean(),
  from: time.optional(),
  to: time.optional(),
  candles: count.min(1).optional(),
  gaps: z.object({ count, missing: count, first: z.array(gap).max(MAX_NAMED_GAPS) }).optional(),
})
