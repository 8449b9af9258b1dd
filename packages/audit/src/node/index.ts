export type { AuditFile, AuditFileSystem, FileFacts } from './file-system.ts'
export { type AuditLog, type AuditLogOptions, type AuditLogState, openAuditLog } from './open-audit-log.ts'
export { verifyAuditFile } from './verify-audit-file.ts'
