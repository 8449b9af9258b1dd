import {
  type AuditRecord,
  checkInclusion,
  createTreeView,
  proveInclusion,
  type TreeHead,
  type TreeState,
} from '@tezgah/audit'
import { ExitCodeError, UsageError } from '../../exit.ts'
import type { CliIo } from '../../io.ts'
import { findLog, readLog, sha256 } from './log-files.ts'

/**
 * `tezgah audit prove`: prints a proof that a record is in the log's tree, after checking it.
 *
 * @param size - of the tree to prove it in; the whole log when absent
 * @throws ExitCodeError if the log is tampered with
 * @throws UsageError if the record is not there, or not in a tree of that size
 */
export async function proveRecord(io: CliIo, given: string, seq: number, size?: number): Promise<void> {
  const hashes: string[] = []
  let before: TreeState | undefined
  const result = await readLog(findLog(io.cwd, given), {
    onRecord: (record) => {
      before ??= beginningOf(record)
      hashes.push(record.hash)
    },
  })
  if (result.status === 'tampered') {
    await io.stderr.write(`tezgah: the log is tampered with: ${result.reason}\n`)
    throw new ExitCodeError(1)
  }
  const end = size ?? result.size
  if (seq < result.first || seq >= end || end > result.size) {
    throw new UsageError(
      `no record ${seq} in a tree of ${end}: the log holds records ${result.first} to ${result.size - 1}`,
    )
  }
  const view = createTreeView(hashes, before, sha256)
  const head: TreeHead = { size: end, root: view.rangeRoot(0, end) }
  const hash = hashes[seq - result.first]!
  const proof = proveInclusion(view, seq, end)
  if (!checkInclusion(hash, seq, head, proof, sha256)) throw new Error(`the proof for record ${seq} does not hold`)
  await io.stdout.write(`${JSON.stringify({ seq, hash, ...head, proof }, null, 2)}\n`)
}

/** The tree before a log's first record at hand, which its details hold and which was verified. */
function beginningOf({ details }: AuditRecord): TreeState {
  const { size, frontier } = details as unknown as TreeState
  return { size, frontier }
}
