export { canonicalJson, type JsonObject, type JsonValue } from '@tezgah/core/canonical-json'
export {
  type Appended,
  type AppendOptions,
  appendLogRecord,
  appendRecord,
  type ChainState,
  EMPTY_CHAIN,
  type LogEvent,
  type Stamp,
} from './chain/chain.ts'
export {
  type Checkpoint,
  type OpenedCheckpoint,
  openCheckpoint,
  parseCheckpoint,
  signCheckpoint,
} from './checkpoint/checkpoint.ts'
export { frameNote, splitNotes } from './checkpoint/checkpoint-file.ts'
export { ed25519Signer, type NoteSigner, type VerifySignature, verifyEd25519 } from './checkpoint/ed25519.ts'
export {
  KEY_ROTATED,
  type KeyRotation,
  keyRotation,
  rotateKey,
  type TrustedCheckpoints,
  trustCheckpoints,
} from './checkpoint/key-ring.ts'
export {
  cosign,
  type Note,
  type NoteSignature,
  parseNote,
  signNote,
  type Verified,
  verifyNote,
} from './checkpoint/note.ts'
export {
  formatVerifierKey,
  type KeyType,
  parseVerifierKey,
  type VerifierKey,
  verifierKey,
} from './checkpoint/verifier-key.ts'
export {
  formatWitnessRequest,
  parseWitnessRequest,
  UNSEEN_LOG,
  type WatchedLog,
  type WitnessAnswer,
  type WitnessRequest,
  witnessCheckpoint,
} from './checkpoint/witness.ts'
export { type Sha256, sha256 } from './encoding/sha256.ts'
export { AuditError, type AuditErrorCode, isAuditError } from './errors.ts'
export { checkConsistency, checkInclusion } from './merkle/check-proof.ts'
export { EMPTY_ROOT } from './merkle/hashing.ts'
export { proveConsistency, proveInclusion } from './merkle/prove.ts'
export { createTree, EMPTY_TREE, type MerkleTree, rootOf, type TreeHead, type TreeState } from './merkle/tree.ts'
export { createTreeView, type TreeView } from './merkle/view.ts'
export { type FieldKind, type KnownAction, VOCABULARY } from './record/event-types.ts'
export { type DetailsOf, isKnownAction, type KnownEvent, vocabularyProblem } from './record/known-event.ts'
export { MAX_DETAILS_DEPTH, MAX_NAME_LENGTH, MAX_RECORD_BYTES, SEALED_NAME } from './record/limits.ts'
export { type AuditEvent, type AuditOutcome, type AuditRecord, LOG_ACTOR } from './record/record.ts'
export { isSecretName, REDACTED, redactEvent } from './record/redact.ts'
export { checkDisclosure, commitment, type Disclosure, formatDisclosure, parseDisclosure } from './sealed/commitment.ts'
export type { SealRequest } from './sealed/seal.ts'
export {
  openSegment,
  type PreviousSegment,
  pruneSegments,
  SEGMENT_OPENED,
  SEGMENT_SEALED,
  SEGMENTS_PRUNED,
  type SegmentContext,
  sealedSuffix,
  sealSegment,
} from './segments/segment.ts'
export type { SegmentSummary } from './segments/segment-check.ts'
export { checkRecord } from './verify/check-line.ts'
export type { Checked, Intact, Tampered, Torn, Unproven, Verification } from './verify/verdict.ts'
export { createVerifier, type Verifier, type VerifyOptions, verifyLog, verifySegments } from './verify/verify.ts'
