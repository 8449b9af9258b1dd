import { z } from 'zod'

/** What the JSON file beside a dataset's CSV file says about it. */
export type DatasetManifest = {
  /** Equal to the file's name without `.json`; the CSV file is `<id>.csv`. */
  readonly id: string
  readonly title: string
  readonly symbol: string
  /** Length of a candle, for example `1d`. */
  readonly interval: string
  readonly source: string
  readonly licence: string
  /** sha256 of the CSV file, hexadecimal. */
  readonly sha256: string
  /** True where the prices never were on a market. */
  readonly synthetic: boolean
}

/** Checks the JSON of a manifest. Keys it does not know are left out. */
export const datasetManifestSchema: z.ZodType<DatasetManifest> = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be 1 to 64 of a-z, 0-9 and "-"'),
  title: z.string().min(1).max(200),
  symbol: z.string().min(1).max(32),
  interval: z.string().regex(/^[1-9]\d{0,3}[a-zA-Z]{1,2}$/, 'must be a number and a unit, for example "1d"'),
  source: z.string().min(1).max(500),
  licence: z.string().min(1).max(200),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits in lower case'),
  synthetic: z.boolean(),
})
