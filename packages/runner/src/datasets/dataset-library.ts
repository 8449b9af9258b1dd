import { randomUUID } from 'node:crypto'
import { link, open, readdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { sha256InPieces } from '../canonical.ts'
import { RunnerError, toFieldErrors } from '../errors.ts'
import { syncFolder } from '../sync-folder.ts'
import {
  DATASET_FORMATS,
  type Dataset,
  type DatasetLimits,
  DEFAULT_DATASET_LIMITS,
  NOT_A_DATASET,
  readDatasetFolder,
} from './dataset-folder.ts'
import { inspectFile } from './inspect-file.ts'
import { type DatasetManifest, datasetManifestSchema } from './manifest.ts'

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

const NAME = new RegExp(`^([a-z0-9][a-z0-9-]{0,63})\\.(${DATASET_FORMATS.join('|')})$`)

/**
 * Adds a dataset to a folder: checked, read as candles in a worker, written in full or not at all. What the file says itself
 * (sha256, first and last candle, their number, gaps) is put in its manifest, whatever the manifest given says of it.
 *
 * @param name - `<id>.csv` or `<id>.parquet`; no path
 * @param manifest - title, symbol, interval, source, licence and synthetic; a `sha256` is compared with the file's
 * @throws RunnerError `invalid_dataset` with an entry per refused field, or `dataset_exists`
 */
export async function addDataset(
  folder: string,
  name: string,
  bytes: Uint8Array,
  manifest: unknown,
  limits: Partial<DatasetLimits> = {},
): Promise<Dataset> {
  const { maxDatasets, maxFileBytes, maxRows } = { ...DEFAULT_DATASET_LIMITS, ...limits }
  const { format, id } = readName(name)
  if (bytes.length > maxFileBytes)
    throw refused('file', `has ${bytes.length} bytes, at most ${maxFileBytes} are allowed`)
  const described = readManifest(manifest, id, await sha256InPieces(bytes))
  await checkRoom(folder, id, maxDatasets)
  const part = path.resolve(folder, `.upload-${randomUUID()}`)
  const [file, manifestFile] = [path.resolve(folder, `${id}.${format}`), path.resolve(folder, `${id}.json`)]
  try {
    await writeDurably(`${part}.${format}`, bytes)
    const { interval, sha256, symbol } = described
    const source = { file: `${part}.${format}`, symbol, interval, sha256 }
    const inspection = await inspectFile({ source, maxRows })
    if (inspection.type === 'wrong') throw refused('file', inspection.problem.replaceAll(source.file, name))
    const whole = { ...described, ...inspection.span }
    await writeDurably(`${part}.json`, new TextEncoder().encode(`${JSON.stringify(whole, null, 2)}\n`))
    await publish(`${part}.${format}`, file, sha256)
    // The manifest comes last: without it the other is no dataset.
    await publish(`${part}.json`, manifestFile, null)
    await syncFolder(folder)
    return { ...whole, file, bytes: bytes.length }
  } finally {
    await Promise.all([`${part}.${format}`, `${part}.json`].map((left) => rm(left, { force: true })))
  }
}

function readName(name: string): { readonly id: string; readonly format: string } {
  const [, id, format] = NAME.exec(name) ?? []
  if (id !== undefined && format !== undefined && !NOT_A_DATASET.has(`${id}.json`)) return { id, format }
  const ends = DATASET_FORMATS.map((end) => `.${end}`).join(' or ')
  throw refused(
    'name',
    `must be 1 to 64 of a-z, 0-9 and "-" and end in ${ends}, received ${JSON.stringify(name).slice(0, 100)}`,
  )
}

function readManifest(manifest: unknown, id: string, sha256: string): DatasetManifest {
  const given = typeof manifest === 'object' && manifest !== null ? manifest : {}
  const parsed = datasetManifestSchema.safeParse({ id, sha256, ...given }, { reportInput: true })
  if (!parsed.success) {
    const errors = toFieldErrors(parsed.error, 'manifest')
    throw new RunnerError('invalid_dataset', errors.map(({ field, message }) => `${field}: ${message}`).join('; '), {
      errors,
    })
  }
  const { data } = parsed
  if (data.id !== id) throw refused('manifest.id', `must be "${id}" like the file, was "${data.id}"`)
  if (data.sha256 !== sha256) throw refused('manifest.sha256', `must be the file's, ${sha256}, was ${data.sha256}`)
  return data
}

async function checkRoom(folder: string, id: string, maxDatasets: number): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json') && !name.startsWith('.'))
  if (names.includes(`${id}.json`)) throw exists(id)
  const count = names.filter((name) => !NOT_A_DATASET.has(name)).length
  if (count >= maxDatasets) throw refused('file', `is one too many: the folder holds ${count} datasets, its limit`)
}

/** A link does not replace what has the name already, and there is never half a file under it. */
async function publish(part: string, file: string, sha256: string | null): Promise<void> {
  try {
    await link(part, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    // The same file without a manifest is what a crash left here.
    if (sha256 === null || (await sha256InPieces(await readFile(file))) !== sha256) throw exists(path.basename(file))
  }
}

async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx', 0o644)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function exists(name: string): RunnerError {
  const message = `"${name}" is there already`
  return new RunnerError('dataset_exists', message, { errors: [{ field: 'name', message }] })
}

function refused(field: string, message: string): RunnerError {
  return new RunnerError('invalid_dataset', `${field} ${message}`, { errors: [{ field, message }] })
}
