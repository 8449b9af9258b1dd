import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { messageOf } from '@tezgah/core/describe'
import { RunnerError } from '../errors.ts'
import { type DatasetManifest, datasetManifestSchema } from './manifest.ts'

/** A dataset for runs; its candles are read when a run first needs them. */
export type Dataset = DatasetManifest & {
  /** Absolute path of the candles' file. */
  readonly file: string
  /** Its size in bytes. */
  readonly bytes: number
}

/** Bounds of a folder of datasets. */
export type DatasetLimits = {
  /** Datasets in one folder. Default 1,000. */
  readonly maxDatasets: number
  /** Bytes of one file of candles. Default 256 MiB. */
  readonly maxFileBytes: number
  /** Candles in a dataset that is added. Default 20,000,000. */
  readonly maxRows: number
}

export const DEFAULT_DATASET_LIMITS: DatasetLimits = {
  maxDatasets: 1_000,
  maxFileBytes: 256 * 1024 ** 2,
  maxRows: 20_000_000,
}
/** Formats of candles, by the end of a file's name. */
export const DATASET_FORMATS = ['csv', 'parquet'] as const
const MAX_MANIFEST_BYTES = 64 * 1024
/** Such folders may also have manifests of the package manager and of TypeScript. */
export const NOT_A_DATASET: ReadonlySet<string> = new Set(['package.json', 'tsconfig.json', 'package-lock.json'])

/**
 * Reads the manifests of a folder of datasets: each `<id>.json` describes the candles in `<id>.csv` or `<id>.parquet` beside it.
 *
 * @returns the datasets by id, in the order of their ids
 * @throws RunnerError `invalid_dataset` naming the file and the field, when a manifest is not valid, its file of candles is missing or too big
 */
export async function readDatasetFolder(
  folder: string,
  limits: Partial<DatasetLimits> = {},
): Promise<ReadonlyMap<string, Dataset>> {
  const { maxDatasets, maxFileBytes } = { ...DEFAULT_DATASET_LIMITS, ...limits }
  const names = (await readdir(folder)).filter(isManifest).sort()
  if (names.length > maxDatasets) {
    throw invalid(folder, `must have at most ${maxDatasets} datasets, received ${names.length}`)
  }
  const datasets = new Map<string, Dataset>()
  for (const name of names) {
    const dataset = await readDataset(path.resolve(folder, name), maxFileBytes)
    datasets.set(dataset.id, dataset)
  }
  return datasets
}

async function readDataset(manifestFile: string, maxFileBytes: number): Promise<Dataset> {
  const manifest = await readManifest(manifestFile)
  const name = path.basename(manifestFile, '.json')
  if (manifest.id !== name) throw invalid(manifestFile, `id must be "${name}" like the file, received "${manifest.id}"`)
  const base = manifestFile.slice(0, -'.json'.length)
  const candidates = await Promise.all(DATASET_FORMATS.map((format) => findFile(`${base}.${format}`)))
  const [found, other] = candidates.filter((candidate) => candidate !== null)
  if (found === undefined) {
    const names = DATASET_FORMATS.map((format) => `${manifest.id}.${format}`).join(' or ')
    throw invalid(manifestFile, `describes ${names}, which does not exist`)
  }
  if (other !== undefined) throw invalid(manifestFile, `describes both ${found.file} and ${other.file}`)
  const { bytes, file } = found
  if (bytes > maxFileBytes) throw invalid(file, `must have at most ${maxFileBytes} bytes, received ${bytes}`)
  return { ...manifest, ...found }
}

async function findFile(file: string): Promise<Pick<Dataset, 'file' | 'bytes'> | null> {
  const found = await stat(file).catch(() => null)
  return found?.isFile() === true ? { file, bytes: found.size } : null
}

/** A name that begins with a dot belongs to a file that is still being written. */
function isManifest(name: string): boolean {
  return name.endsWith('.json') && !name.startsWith('.') && !NOT_A_DATASET.has(name)
}

async function readManifest(file: string): Promise<DatasetManifest> {
  const { size } = await stat(file)
  if (size > MAX_MANIFEST_BYTES) throw invalid(file, `must have at most ${MAX_MANIFEST_BYTES} bytes, received ${size}`)
  const parsed = datasetManifestSchema.safeParse(parseJson(file, await readFile(file, 'utf8')))
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'manifest'}: ${issue.message}`)
  throw invalid(file, problems.join('; '))
}

function parseJson(file: string, source: string): unknown {
  try {
    return JSON.parse(source)
  } catch (cause) {
    throw invalid(file, `is not JSON: ${messageOf(cause)}`)
  }
}

function invalid(file: string, problem: string): RunnerError {
  return new RunnerError('invalid_dataset', `${file} ${problem}`)
}
