import { hash } from 'node:crypto'
import {
  type AuditRecord,
  createTreeView,
  proveConsistency,
  proveInclusion,
  type TreeHead,
  type TreeState,
  type TreeView,
} from '@tezgah/audit'
import { readAudit } from '@tezgah/audit/node'

const sha256 = (bytes: Uint8Array): string => hash('sha256', bytes, 'hex')

/** What `checkInclusion` checks. */
export type InclusionProof = TreeHead & {
  readonly seq: number
  readonly hash: string
  readonly proof: readonly string[]
}

/** What `checkConsistency` checks. */
export type ConsistencyProof = {
  readonly from: TreeHead
  readonly to: TreeHead
  readonly proof: readonly string[]
}

/** That a record is in the tree of the first `size` records. @throws RangeError where one of them is not there */
export async function proveRecord(log: string, seq: number, size: number): Promise<InclusionProof> {
  const { hashes, view } = await readTree(log, size)
  const own = hashes[seq - view.from]
  if (own === undefined) throw new RangeError(`record ${seq} is not there any more`)
  return { seq, hash: own, ...headOf(view, size), proof: proveInclusion(view, seq, size) }
}

/** That the log of `to` records begins with that of `from`. @throws RangeError where one of them is not there */
export async function proveGrowth(log: string, from: number, to: number): Promise<ConsistencyProof> {
  const { view } = await readTree(log, to)
  return { from: headOf(view, from), to: headOf(view, to), proof: proveConsistency(view, from, to) }
}

const headOf = (view: TreeView, size: number): TreeHead => ({ size, root: view.rangeRoot(0, size) })

async function readTree(log: string, size: number): Promise<{ readonly hashes: string[]; readonly view: TreeView }> {
  const hashes: string[] = []
  let before: TreeState | undefined
  for await (const record of readAudit(log)) {
    before ??= beginningOf(record)
    if (record.seq >= size) break
    hashes.push(record.hash)
  }
  const view = createTreeView(hashes, before, sha256)
  if (view.size < size) throw new RangeError(`the files hold ${view.size} records, ${size} are needed`)
  return { hashes, view }
}

/** The tree before the first record at hand, which its details hold. */
function beginningOf({ details }: AuditRecord): TreeState {
  const { size, frontier } = details as unknown as TreeState
  return { size, frontier }
}
