import { randomUUID } from 'node:crypto'
import { link, readdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { describeValue } from '@tezgah/core/describe'
import { createFileExclusive, hasCode, syncFolder } from '@tezgah/core/node/durable-file'
import { sha256InPieces } from '@tezgah/core/node/sha256'
import { SerialQueue } from '@tezgah/core/serial-queue'
import { fieldsRefused, RunnerError, toFieldErrors } from '../errors.ts'
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
  /** By id. Always the latest: give it to a runner, which reads it with each request. */
  readonly datasets: ReadonlyMap<string, Dataset>
  /** Reads the folder again. Where it is refused, nothing changes. */
  reload(): Promise<void>
  /** Adds a dataset, see {@link addDataset}; one after the other. */
  add(name: string, bytes: Uint8Array, manifest: unknown): Promise<Dataset>
}

/** @throws RunnerError `invalid_dataset`, as `readDatasetFolder` does */
export async function openDatasetLibrary(folder: string, limits: Partial<DatasetLimits> = {}): Promise<DatasetLibrary> {
  const datasets = new Map(await readDatasetFolder(folder, limits))
  const queue = new SerialQueue()
  const replaceAll = (found: ReadonlyMap<string, Dataset>) => {
    datasets.clear()
    for (const [id, dataset] of found) datasets.set(id, dataset)
  }
  return {
    datasets,
    reload: () => queue.run(async () => replaceAll(await readDatasetFolder(folder, limits))),
    add: (name, bytes, manifest) =>
      queue.run(async () => {
        const added = await addDataset(folder, name, bytes, manifest, limits)
        replaceAll(new Map([...datasets, [added.id, added] as const].sort(([a], [b]) => (a < b ? -1 : 1))))
        return added
      }),
  }
}

const FILE_OPTIONS = { mode: 0o644 }
const NAME = new RegExp(`^([a-z0-9][a-z0-9-]{0,63})\\.(${DATASET_FORMATS.join('|')})$`)

/**
 * Adds a dataset to a folder: checked, read as candles in a worker, written in full or not at all. The file's own figures
 * (sha256, first and last candle, their number, gaps) replace those of the given manifest.
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
    throw refused('file', `must have at most ${maxFileBytes} bytes, received ${bytes.length}`)
  const described = readManifest(manifest, id, await sha256InPieces(bytes))
  await checkRoom(folder, id, maxDatasets)
  const part = path.resolve(folder, `.upload-${randomUUID()}`)
  const [file, manifestFile] = [path.resolve(folder, `${id}.${format}`), path.resolve(folder, `${id}.json`)]
  try {
    await createFileExclusive(`${part}.${format}`, bytes, FILE_OPTIONS)
    const { interval, sha256, symbol } = described
    const source = { file: `${part}.${format}`, symbol, interval, sha256 }
    const inspection = await inspectFile({ source, maxRows })
    if (inspection.type === 'invalid') throw refused('file', inspection.problem.replaceAll(source.file, name))
    const whole = { ...described, ...inspection.span }
    await createFileExclusive(`${part}.json`, `${JSON.stringify(whole, null, 2)}\n`, FILE_OPTIONS)
    await publish(`${part}.${format}`, file, sha256)
    // The manifest last: without it the other file is not a dataset.
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
  throw refused('name', `must be 1 to 64 of a-z, 0-9 and "-" and end in ${ends}, received ${describeValue(name)}`)
}

function readManifest(manifest: unknown, id: string, sha256: string): DatasetManifest {
  const given = typeof manifest === 'object' && manifest !== null ? manifest : {}
  const parsed = datasetManifestSchema.safeParse({ id, sha256, ...given }, { reportInput: true })
  if (!parsed.success) {
    throw fieldsRefused('invalid_dataset', toFieldErrors(parsed.error, 'manifest'))
  }
  const { data } = parsed
  if (data.id !== id) throw refused('manifest.id', `must be "${id}" like the file, received "${data.id}"`)
  if (data.sha256 !== sha256)
    throw refused('manifest.sha256', `must be that of the file, ${sha256}, received ${data.sha256}`)
  return data
}

async function checkRoom(folder: string, id: string, maxDatasets: number): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json') && !name.startsWith('.'))
  if (names.includes(`${id}.json`)) throw exists(id)
  const count = names.filter((name) => !NOT_A_DATASET.has(name)).length
  if (count >= maxDatasets)
    throw refused('file', `cannot be added: the folder already has ${count} datasets (maxDatasets ${maxDatasets})`)
}

/** Fails where the name exists already, and never shows half a file under it. */
async function publish(part: string, file: string, sha256: string | null): Promise<void> {
  try {
    await link(part, file)
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
    // The same file without a manifest was left by a crash.
    if (sha256 === null || (await sha256InPieces(await readFile(file))) !== sha256) throw exists(path.basename(file))
  }
}

function exists(name: string): RunnerError {
  const message = `dataset "${name}" already exists`
  return new RunnerError('dataset_exists', message, { errors: [{ field: 'name', message }] })
}

function refused(field: string, message: string): RunnerError {
  return fieldsRefused('invalid_dataset', [{ field, message }])
}
