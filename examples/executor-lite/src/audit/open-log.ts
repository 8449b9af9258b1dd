import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { type AuditLog, openAuditLog } from '@tezgah/audit/node'
import { CheckpointWitness } from './checkpoint-witness.ts'
import { openSigningKey } from './signing-key.ts'

export type SignedLogOptions = {
  /** The active file of the log. */
  readonly auditFile: string
  readonly keyFile: string
  /** Where the newest checkpoint is kept: not in the folder of the log. */
  readonly checkpointFile: string
  /** Milliseconds after which a new record is covered by a checkpoint. Default 10,000. */
  readonly checkpointMs?: number
  /** Texts that must never be recorded. */
  readonly secrets?: readonly string[]
  /** Called when the kept checkpoint is no beginning of the log, or cannot be written. */
  readonly onWitness?: (error: string) => void
}

/** A checkpoint takes syncs of its own; at 1,600 starts a second there are three of them. */
const EVERY_RECORDS = 1_000

export type SignedLog = { readonly log: AuditLog; readonly checkpoints: CheckpointWitness }

/**
 * Opens the audit log with a key that signs its checkpoints. That a key was made is recorded with an alarm: after the first start it
 * means that the one before is gone.
 *
 * @throws EnvironmentError where key or kept checkpoint cannot be used
 * @throws AuditError as `openAuditLog`
 */
export async function openSignedLog(options: SignedLogOptions): Promise<SignedLog> {
  const { auditFile, checkpointFile, checkpointMs = 10_000, keyFile, onWitness = () => {}, secrets = [] } = options
  const { isNew, signer, verifierKey } = await openSigningKey(keyFile)
  await mkdir(path.dirname(checkpointFile), { recursive: true })
  const checkpoints = await CheckpointWitness.open(checkpointFile, verifierKey)
  const log = await openAuditLog({
    path: auditFile,
    secrets,
    signer,
    checkpoint: { everyRecords: EVERY_RECORDS, everyMs: checkpointMs },
    witnesses: [checkpoints],
    onWitness: ({ error }) => error !== null && onWitness(error),
  })
  if (isNew) {
    const details = { verifier: verifierKey, alarm: true }
    await log
      .append({ actor: 'executor', action: 'audit.key-made', subject: 'audit', outcome: 'success', details })
      .catch(async (error: unknown) => {
        await log.close()
        throw error
      })
  }
  return { log, checkpoints }
}
