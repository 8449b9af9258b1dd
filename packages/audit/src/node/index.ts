export { type AuditClock, systemClock } from './files/clock.ts'
export type { AuditFile, AuditFileSystem, FileStat, ReadableFile } from './files/file-system.ts'
export { type FollowOptions, followAudit } from './read/follow.ts'
export { type AuditPage, type AuditQuery, exportAudit, queryAudit, readAudit } from './read/query.ts'
export { readAuditFile, verifyAuditFile } from './read/read-audit-file.ts'
export { type FolderVerification, type VerifyFolderOptions, verifyAuditFolder } from './read/verify-folder.ts'
export { fileWitness } from './sign/file-witness.ts'
export { httpWitness, type WitnessFetch } from './sign/http-witness.ts'
export type { LogSigner, SigningKey } from './sign/signing.ts'
export type { Witness, WitnessState, WitnessSubmission } from './sign/witness-feed.ts'
export {
  type AppendDetails,
  AUDIT_UNAVAILABLE,
  type AuditLog,
  type AuditLogState,
} from './write/audit-log.ts'
export type { Erasure } from './write/erase.ts'
export { openAuditLog } from './write/open-audit-log.ts'
export type { AuditLogOptions } from './write/options.ts'
export type { Retention } from './write/retention.ts'
