import { addDataset } from './add-dataset.ts'
import { type Dataset, type DatasetLimits, readDatasetFolder } from './dataset-folder.ts'

/** A folder of datasets that may grow while a runner uses it. */
export type DatasetLibrary = {
  /** By id. Always the latest: give it to a runner, which looks at it anew with each request. */
  readonly datasets: ReadonlyMap<string, Dataset>
  /** Reads the folder again. Where it is refused, everything stays as it was. */
  reload(): Promise<void>
  /** Adds a dataset, see {@link addDataset}; one after the other. */
  add(name: string, bytes: Uint8Array, manifest: unknown): Promise<Dataset>
}

/** @throws RunnerError `invalid_dataset`, as `readDatasetFolder` does */
export async function openDatasetLibrary(folder: string, limits: Partial<DatasetLimits> = {}): Promise<DatasetLibrary> {
  const datasets = new Map(await readDatasetFolder(folder, limits))
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const mine = last.then(act)
    last = mine.catch(() => {})
    return mine
  }
  const replaceAll = (found: ReadonlyMap<string, Dataset>) => {
    datasets.clear()
    for (const [id, dataset] of found) datasets.set(id, dataset)
  }
  return {
    datasets,
    reload: () => inTurn(async () => replaceAll(await readDatasetFolder(folder, limits))),
    add: (name, bytes, manifest) =>
      inTurn(async () => {
        const added = await addDataset(folder, name, bytes, manifest, limits)
        replaceAll(new Map([...datasets, [added.id, added] as const].sort(([a], [b]) => (a < b ? -1 : 1))))
        return added
      }),
  }
}
