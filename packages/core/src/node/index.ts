export {
  createFileExclusive,
  type DurableFileOptions,
  type FileContent,
  removeStaleTemporaries,
  replaceFile,
  replaceFileSync,
  syncFolders,
  type Written,
} from './durable-file.ts'
export {
  type FileSystem,
  hasCode,
  nodeFileSystem,
  syncFolder,
  syncFolderSync,
  type WritableFile,
} from './file-system.ts'
export {
  changeOperatorsFile,
  hasRole,
  OPERATOR_ID,
  type Operator,
  OperatorsFileError,
  OperatorsWatcher,
  type OperatorToken,
  ROLES,
  type Role,
  readOperatorsFile,
} from './operators-file.ts'
export { sha256InPieces } from './sha256.ts'
export { onShutdown, type ShutdownOptions } from './shutdown.ts'
export { type WorkerEntry, workerEntry } from './worker-entry.ts'
