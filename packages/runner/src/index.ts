export type { DatasetExtent } from './datasets/candle-cache.ts'
export { type Dataset, type DatasetLimits, readDatasetFolder } from './datasets/dataset-folder.ts'
export { addDataset, type DatasetLibrary, openDatasetLibrary } from './datasets/dataset-library.ts'
export { type DatasetGap, type DatasetManifest, type DatasetSpan, datasetManifestSchema } from './datasets/manifest.ts'
export type { SharedCandles } from './datasets/shared-candles.ts'
export { type FieldError, isRunnerError, RunnerError, type RunnerErrorCode, toFieldErrors } from './errors.ts'
export type { IsolationOptions, NamespaceUse } from './isolation/command.ts'
export type { UserStrategySource } from './isolation/user-modules.ts'
export { requestDigest } from './jobs/canonical-text.ts'
export type { RunnerEvents } from './jobs/events.ts'
export {
  type DatasetRef,
  DEFAULT_CLIENT,
  type HeldAttempt,
  type Idempotency,
  isFinal,
  JOB_PRIORITIES,
  JOB_STATUSES,
  type Job,
  type JobError,
  type JobOutcome,
  type JobPriority,
  type JobSpec,
  type JobStatus,
  type JobSummary,
  type JobWaiting,
  type NewJob,
  type PartialCurve,
  type Progress,
  type ReleaseReason,
  WAITING_REASONS,
} from './jobs/job.ts'
export {
  type ChangeCursor,
  DEFAULT_STORE_LIMITS,
  type JobPage,
  type JobStore,
  type ListOptions,
  type ResultOfJob,
  type StoreChanges,
  type StoreLimits,
} from './jobs/job-store.ts'
export { type RunLimits, runLimitsSchema } from './jobs/run-limits.ts'
export type { EngineCode, WorkerCode } from './jobs/worker-code.ts'
export type { SubmitOptions } from './requests/prepare.ts'
export { type RunRequest, runRequestSchema } from './requests/run-request.ts'
export type { GuardModule } from './run/guard-module.ts'
export type { Runner } from './runner.ts'
export { createRunner } from './runner.ts'
export type { RunnerOptions } from './runner-options.ts'
export type { SqliteDriver } from './sqlite/database.ts'
export { openSqliteJobStore, type SqliteJobStoreOptions } from './sqlite/sqlite-job-store.ts'
export { readStrategies, type StrategyMap } from './strategies/load-strategies.ts'
