import { messageOf } from '@tezgah/core/describe'
import { syncFolders } from '@tezgah/core/node/durable-file'
import { type AuditError, AuditError as Failure, isAuditError } from '../../errors.ts'
import { type LogNames, logNames } from '../files/log-files.ts'
import { noteSigner, verifierKeyOf } from '../sign/signing.ts'
import { type AuditLog, createAuditLog } from './audit-log.ts'
import { type AuditLogOptions, type Settings, settingsOf } from './options.ts'
import { createRecentLeaves } from './proofs.ts'
import { recoverLog } from './recover-log.ts'

/**
 * Opens a log for appending, and creates it if there is none. Reads and verifies all that is there, its own checkpoints
 * included. What a crash left half done is finished. What it left behind the last record is cut, and the cut is itself
 * recorded: action `log.recovered_tail`, with the number of bytes and their SHA-256.
 *
 * @throws AuditError `tampered`, with the first bad `seq`, when the files are not what this log wrote; `locked` when
 *   another process writes it; `unavailable` when the file system refuses
 * @throws RangeError if an option is out of its range
 */
export async function openAuditLog(options: AuditLogOptions): Promise<AuditLog> {
  const settings = settingsOf(options)
  // A key that cannot sign is found out before anything is touched.
  const { signer } = settings
  if (signer !== null) {
    for (const key of [signer, ...(signer.previous === undefined ? [] : [signer.previous])])
      verifierKeyOf(noteSigner(key))
  }
  const names = logNames(settings.path)
  try {
    return await openLocked(settings, names)
  } catch (cause) {
    throw isAuditError(cause) || cause instanceof RangeError ? cause : cannotOpen(settings.path, cause)
  }
}

async function openLocked(settings: Settings, names: LogNames): Promise<AuditLog> {
  const { fileSystem, clock, secrets } = settings
  const missingFrom = await fileSystem.createFolder(names.folder)
  const unlock = await fileSystem.lock(names.active)
  try {
    // Before any file is made: a rename that a killed process made must not be forgotten after that.
    await syncFolders(names.folder, missingFrom, fileSystem)
    let leaves = createRecentLeaves({ size: 0, frontier: [] })
    // Only witnesses ask for proofs.
    const onLeaf = settings.witnesses.length === 0 ? undefined : (hash: string): void => leaves.add(hash)
    const recovered = await recoverLog({
      fileSystem,
      names,
      clock,
      secrets,
      onLeaf,
      onPosition: (tree) => {
        leaves = createRecentLeaves(tree)
      },
    })
    return await createAuditLog({ settings, names, recovered, prove: (from, to) => leaves.prove(from, to), unlock })
  } catch (error) {
    await unlock()
    throw error
  }
}

function cannotOpen(path: string, cause: unknown): AuditError {
  const message = messageOf(cause)
  return new Failure('unavailable', `the audit log ${path} cannot be opened: ${message}`, { cause })
}
