import { splitNotes } from '@tezgah/audit'
import { type FolderVerification, verifyAuditFolder } from '@tezgah/audit/node'
import { messageOf } from '@tezgah/core/describe'
import { ExitCodeError, UsageError } from '../../exit.ts'
import { readTextFile } from '../../flags/input-file.ts'
import type { CliIo } from '../../io.ts'
import { findLog } from './log-files.ts'

type VerifyFlags = {
  readonly vkey: readonly string[]
  readonly checkpoint: readonly string[]
  readonly witnessVkey: readonly string[]
  readonly json?: boolean
}

/**
 * `tezgah audit verify`: prints the verdict on the log.
 *
 * @throws ExitCodeError unless the log is intact
 * @throws UsageError if there is no log, or a key or a given checkpoint is not valid
 */
export async function verifyLog(io: CliIo, given: string, flags: VerifyFlags): Promise<void> {
  const { base } = findLog(io.cwd, given)
  const witnessed = flags.checkpoint.flatMap((file) => notesOf(readTextFile(io.cwd, '--checkpoint', file)))
  const options = { keys: flags.vkey, witnessed, witnessKeys: flags.witnessVkey }
  const result = await verifyAuditFolder(`${base}.log`, options).catch((error) => {
    throw new UsageError(messageOf(error), { cause: error })
  })
  await io.stdout.write(flags.json ? `${JSON.stringify(result)}\n` : describe(result))
  if (result.status !== 'intact') throw new ExitCodeError(result.status === 'tampered' ? 1 : 2)
}

/** A file holds one checkpoint, or several as they stand beside a log. */
function notesOf(text: string): readonly string[] {
  const framed = splitNotes(text)
  return framed.length > 0 ? framed : [text]
}

const RESTS_ON = {
  witness: 'every record is as it was written, and as the given checkpoints say',
  'own-key': "every record is as it was written; only the log's own key says that none is missing",
  nothing: 'the records fit together; nothing from outside says that none is missing at the end',
}

function describe(result: FolderVerification): string {
  const { first, size, root } = result
  const records = size === first ? 'no records' : `records ${first} to ${size - 1}`
  return `${verdictOf(result)}\n${records}, root ${root}\n`
}

function verdictOf(result: FolderVerification): string {
  if (result.status === 'intact') return `intact: ${RESTS_ON[result.restsOn]}`
  if (result.status === 'torn') return `cannot tell: torn by a crash (${result.reason})`
  if (result.status === 'unproven') return `cannot tell: ${result.reason}`
  return `tampered with: record ${result.firstBadSeq} is the first bad one (${result.reason})`
}
