export type { AuditFile, AuditFileSystem, FileFacts } from './file-system.ts'
export { type AuditLog, type AuditLogOptions, type AuditLogState, openAuditLog } from './open-audit-log.ts'
export { readAuditFile, verifyAuditFile } from './read-audit-file.ts'
