export {
  type AppendDetails,
  AUDIT_UNAVAILABLE,
  type AuditLog,
  type AuditLogState,
} from './audit-log.ts'
export type { AuditLogOptions } from './audit-log-options.ts'
export { type AuditClock, systemClock } from './clock.ts'
export type { Erasure } from './erase.ts'
export type { AuditFile, AuditFileSystem, FileFacts, ReadableFile } from './file-system.ts'
export { fileWitness } from './file-witness.ts'
export { type FollowOptions, followAudit } from './follow.ts'
export { httpWitness, type WitnessFetch } from './http-witness.ts'
export { openAuditLog } from './open-audit-log.ts'
export { type AuditPage, type AuditQuery, exportAudit, queryAudit, readAudit } from './query.ts'
export { readAuditFile, verifyAuditFile } from './read-audit-file.ts'
export type { Retention } from './retention.ts'
export type { LogSigner, SigningKey } from './signing.ts'
export { type FolderVerification, type VerifyFolderOptions, verifyAuditFolder } from './verify-folder.ts'
export type { Witness, WitnessState, WitnessSubmission } from './witness-feed.ts'
