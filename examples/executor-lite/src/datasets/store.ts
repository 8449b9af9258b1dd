import { mkdir } from 'node:fs/promises'
import { type Dataset, openDatasetLibrary, RunnerError, readDatasetFolder } from '@tezgah/runner'

/** The datasets that came with the service, which it only reads, and those that were sent to it. */
export type DatasetStore = {
  /** By id; always the latest. */
  readonly datasets: ReadonlyMap<string, Dataset>
  /** @throws RunnerError `invalid_dataset` or `dataset_exists` */
  add(name: string, bytes: Uint8Array, manifest: unknown): Promise<Dataset>
}

/** Candles in one dataset that is sent. */
const MAX_ROWS = 5_000_000

/**
 * @param given - a folder that stays as it is
 * @param sent - a folder that is made where it is missing
 * @throws RunnerError `invalid_dataset`
 */
export async function openDatasetStore(given: string, sent: string): Promise<DatasetStore> {
  await mkdir(sent, { recursive: true })
  const library = await openDatasetLibrary(sent, { maxRows: MAX_ROWS })
  const own = await readDatasetFolder(given)
  const datasets = new Map([...library.datasets, ...own])
  return {
    datasets,
    async add(name, bytes, manifest) {
      const id = name.replace(/\.\w+$/, '')
      if (own.has(id)) throw exists(id)
      const added = await library.add(name, bytes, manifest)
      datasets.set(added.id, added)
      return added
    },
  }
}

function exists(id: string): RunnerError {
  const message = `dataset id "${id}" already exists`
  return new RunnerError('dataset_exists', message, { errors: [{ field: 'id', message }] })
}
