export { canonicalJson, type JsonObject, type JsonValue } from './canonical-json.ts'
export { type Appended, appendRecord, type ChainState, EMPTY_CHAIN } from './chain.ts'
export { AuditError, type AuditErrorCode, isAuditError } from './errors.ts'
export { MAX_DETAILS_DEPTH, MAX_NAME_LENGTH, MAX_RECORD_BYTES } from './limits.ts'
export type { AuditEvent, AuditOutcome, AuditRecord } from './record.ts'
export { isSecretName, REDACTED, redactEvent } from './redact.ts'
export {
  createVerifier,
  type Intact,
  type Tampered,
  type Torn,
  type Verification,
  type Verifier,
  type VerifyOptions,
  verifyLog,
} from './verify.ts'
