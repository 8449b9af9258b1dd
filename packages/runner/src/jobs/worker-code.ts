import { hash } from 'node:crypto'
import type { DatasetRef, JobSpec, JobWaiting } from './job.ts'

/** The code and data that a process runs jobs with. Plain data, so that it can be sent to a thread. */
export type WorkerCode = {
  readonly engine: EngineCode
  /** Digest of the module that keeps limits; `null` where there is none. */
  readonly limits: string | null
  /** Digest of the code of each strategy, by its name. */
  readonly strategies: ReadonlyMap<string, string>
  /** sha256 of the file of each dataset, by its id. */
  readonly datasets: ReadonlyMap<string, string>
}

/** The engine's version, and the digest of the code that computes results. */
export type EngineCode = Required<Pick<JobSpec, 'engineVersion' | 'engineSha256'>>

/** What a job waits for where this code is not the one of its address; `null` where it may run here. */
export function mismatchOf(spec: JobSpec, code: WorkerCode): JobWaiting | null {
  return (
    engineMismatch(spec, code) ??
    limitsMismatch(spec, code) ??
    strategyMismatch(spec, code) ??
    datasetMismatch(spec, code)
  )
}

function engineMismatch({ engineSha256, engineVersion }: JobSpec, { engine }: WorkerCode): JobWaiting | null {
  if (engineSha256 === engine.engineSha256 && engineVersion === engine.engineVersion) return null
  const wanted = `${engineVersion} (${shortDigest(engineSha256)})`
  return {
    reason: 'engine',
    message: `the job is for the engine ${wanted}, the worker has ${engine.engineVersion} (${shortDigest(engine.engineSha256)})`,
  }
}

function limitsMismatch({ limits, limitsSha256 }: JobSpec, { limits: own }: WorkerCode): JobWaiting | null {
  if (limits === undefined || (own !== null && own === limitsSha256)) return null
  const found = own === null ? 'keeps none' : `has ${shortDigest(own)}`
  return {
    reason: 'limits',
    message: `the job's limits are for the code ${shortDigest(limitsSha256)}, the worker ${found}`,
  }
}

function strategyMismatch({ strategiesVersion, strategy }: JobSpec, { strategies }: WorkerCode): JobWaiting | null {
  const own = strategies.get(strategy)
  if (own !== undefined && own === strategiesVersion) return null
  const found = own === undefined ? 'does not have it' : `has ${shortDigest(own)}`
  return {
    reason: 'strategy',
    message: `the job is for the code ${shortDigest(strategiesVersion)} of strategy "${strategy}", the worker ${found}`,
  }
}

function datasetMismatch({ datasets, detail }: JobSpec, code: WorkerCode): JobWaiting | null {
  const other = [...datasets, ...detail].find(({ id, sha256 }) => code.datasets.get(id) !== sha256)
  return other === undefined ? null : { reason: 'dataset', message: datasetMessage(other, code.datasets.get(other.id)) }
}

function datasetMessage({ id, sha256 }: DatasetRef, own: string | undefined): string {
  const found = own === undefined ? 'does not have it' : `has ${shortDigest(own)}`
  return `the job is for the dataset "${id}" with sha256 ${shortDigest(sha256)}, the worker ${found}`
}

/** Enough to tell two apart in a message. */
function shortDigest(digest: string | undefined): string {
  return digest === undefined ? 'no digest' : digest.slice(0, 12)
}

/** Names this code among others: 16 hexadecimal digits. */
export function digestOfCode({ engine, limits, strategies, datasets }: WorkerCode): string {
  const parts = [engine.engineVersion, engine.engineSha256, limits, [...strategies].sort(), [...datasets].sort()]
  return hash('sha256', JSON.stringify(parts)).slice(0, 16)
}
