export { canonicalJson, sha256Hex } from './canonical.ts'
export { createRunner } from './create-runner.ts'
export { addDataset } from './datasets/add-dataset.ts'
export type { DatasetExtent } from './datasets/candle-cache.ts'
export { type Dataset, type DatasetLimits, readDatasetFolder } from './datasets/dataset-folder.ts'
export { type DatasetLibrary, openDatasetLibrary } from './datasets/dataset-library.ts'
export type { SharedCandles } from './datasets/load-columns.ts'
export { type DatasetGap, type DatasetManifest, type DatasetSpan, datasetManifestSchema } from './datasets/manifest.ts'
export { type FieldError, isRunnerError, RunnerError, type RunnerErrorCode } from './errors.ts'
export type { RunnerEvents } from './events.ts'
export { describe, toFieldErrors } from './field-errors.ts'
export type { NamespaceUse } from './isolation/command.ts'
export type { IsolationOptions } from './isolation/launcher.ts'
export type { UserStrategySource } from './isolation/user-modules.ts'
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
  type NewJob,
  type ReleaseReason,
} from './job.ts'
export {
  DEFAULT_STORE_LIMITS,
  type FollowPlace,
  type JobPage,
  type JobStore,
  type ListOptions,
  type StoreChanges,
  type StoreLimits,
} from './job-store.ts'
export type { PartialCurve, Progress } from './partial-equity.ts'
export { type RunLimits, runLimitsSchema } from './run-limits.ts'
export { type RunRequest, runRequestSchema } from './run-request.ts'
export type { Runner } from './runner.ts'
export type { RunnerOptions } from './runner-options.ts'
export type { SqliteDriver } from './store/open-database.ts'
export { openSqliteJobStore, type SqliteJobStoreOptions } from './store/sqlite-job-store.ts'
export { readStrategies, type StrategyMap } from './strategies.ts'
export type { SubmitOptions } from './submit-options.ts'
