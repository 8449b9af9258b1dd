import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { RunnerError } from '../errors.ts'
import { type DatasetManifest, datasetManifestSchema } from './manifest.ts'

/** A dataset that can be run on; its candles are read when a run first asks for them. */
export type Dataset = DatasetManifest & {
  /** Absolute path of the CSV file. */
  readonly file: string
  /** Size of the CSV file in bytes. */
  readonly bytes: number
}

/** Bounds of a folder of datasets. */
export type DatasetLimits = {
  /** Datasets in one folder. Default 1,000. */
  readonly maxDatasets: number
  /** Bytes of one CSV file. Default 256 MiB. */
  readonly maxFileBytes: number
}

const DEFAULT_LIMITS: DatasetLimits = { maxDatasets: 1_000, maxFileBytes: 256 * 1024 ** 2 }
const MAX_MANIFEST_BYTES = 64 * 1024
/** Manifests of the package manager and of TypeScript live in such folders too. */
const NOT_A_DATASET = new Set(['package.json', 'tsconfig.json', 'package-lock.json'])

/**
 * Reads the manifests of a folder of datasets: each `<id>.json` describes the candles in `<id>.csv` beside it.
 *
 * @returns the datasets by id, in the order of their ids
 * @throws RunnerError `invalid_dataset` naming the file and the field, when a manifest is not valid, its CSV file is missing or too big
 */
export async function readDatasetFolder(
  folder: string,
  limits: Partial<DatasetLimits> = {},
): Promise<ReadonlyMap<string, Dataset>> {
  const { maxDatasets, maxFileBytes } = { ...DEFAULT_LIMITS, ...limits }
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json') && !NOT_A_DATASET.has(name)).sort()
  if (names.length > maxDatasets) {
    throw invalid(folder, `holds ${names.length} datasets, at most ${maxDatasets} are allowed`)
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
  if (manifest.id !== name) throw invalid(manifestFile, `id must be "${name}" like the file, was "${manifest.id}"`)
  const file = path.join(path.dirname(manifestFile), `${manifest.id}.csv`)
  const found = await stat(file).catch(() => null)
  if (found === null || !found.isFile()) throw invalid(file, 'is missing, although a manifest describes it')
  if (found.size > maxFileBytes) throw invalid(file, `has ${found.size} bytes, at most ${maxFileBytes} are allowed`)
  return { ...manifest, file, bytes: found.size }
}

async function readManifest(file: string): Promise<DatasetManifest> {
  const { size } = await stat(file)
  if (size > MAX_MANIFEST_BYTES) throw invalid(file, `has ${size} bytes, at most ${MAX_MANIFEST_BYTES} are allowed`)
  const parsed = datasetManifestSchema.safeParse(parseJson(file, await readFile(file, 'utf8')))
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'manifest'}: ${issue.message}`)
  throw invalid(file, problems.join('; '))
}

function parseJson(file: string, source: string): unknown {
  try {
    return JSON.parse(source)
  } catch (cause) {
    throw invalid(file, `is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}

function invalid(file: string, problem: string): RunnerError {
  return new RunnerError('invalid_dataset', `${file} ${problem}`)
}
