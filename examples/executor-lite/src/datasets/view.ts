import type { Dataset, Runner } from '@tezgah/runner'
import { z } from 'zod'
import { named } from '../http/schemas.ts'

const candleTime = z.int().nullable().describe('Open time, epoch milliseconds; null until it has been read')

/** A dataset as this service shows it. */
export const datasetSchema = named(
  'Dataset',
  z.looseObject({
    id: z.string(),
    title: z.string(),
    symbol: z.string(),
    interval: z.string(),
    source: z.string(),
    licence: z.string(),
    sha256: z.string(),
    synthetic: z.boolean(),
    bytes: z.int(),
    from: candleTime,
    to: candleTime,
    candleCount: z.int().nullable(),
  }),
)

/** What the manifest says, and what the candles cover once they have been read. The path of the file is not shown. */
export function viewDataset(dataset: Dataset, runner: Runner): z.output<typeof datasetSchema> {
  const { file: _file, ...manifest } = dataset
  const extent = runner.extent(manifest.id)
  return {
    ...manifest,
    from: extent?.from ?? manifest.from ?? null,
    to: extent?.to ?? manifest.to ?? null,
    candleCount: extent?.candleCount ?? manifest.candles ?? null,
  }
}
