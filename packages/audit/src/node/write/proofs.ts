import path from 'node:path'
import { proveConsistency } from '../../merkle/prove.ts'
import { createTree, type TreeState } from '../../merkle/tree.ts'
import { createTreeView } from '../../merkle/view.ts'
import type { SegmentStart } from '../../segments/segment.ts'
import { linesOf, readAll } from '../files/file-io.ts'
import type { AuditFileSystem } from '../files/file-system.ts'
import type { LogNames } from '../files/log-files.ts'
import { nodeSha256 } from '../files/node-hash.ts'

/** The hashes of the last records, from which nearly every proof is made. */
export interface RecentLeaves {
  add(hash: string): void
  /** The proof that the log of `newSize` records begins with that of `oldSize`; `null` when that is too long ago. */
  prove(oldSize: number, newSize: number): readonly string[] | null
}

const MAX_LEAVES = 2048

export function createRecentLeaves(from: TreeState): RecentLeaves {
  let base = from
  const hashes: string[] = []
  return {
    add(hash) {
      hashes.push(hash)
      if (hashes.length < 2 * MAX_LEAVES) return
      const tree = createTree(base, nodeSha256)
      for (const old of hashes.splice(0, MAX_LEAVES)) tree.append(old)
      base = tree.state()
    },
    prove(oldSize, newSize) {
      if (oldSize !== 0 && oldSize < base.size) return null
      return proveConsistency(createTreeView(hashes, base, nodeSha256), oldSize, newSize)
    },
  }
}

/** As above, from the files of the segments that hold the records. */
export async function proveFromFiles(
  fileSystem: AuditFileSystem,
  names: LogNames,
  segments: readonly { readonly name: string; readonly beginning: SegmentStart }[],
  oldSize: number,
  newSize: number,
): Promise<readonly string[]> {
  const start = segments.findLastIndex(({ beginning }) => beginning.size <= oldSize)
  const first = segments[start]
  if (first === undefined) throw new RangeError(`the records up to ${oldSize} were removed`)
  const hashes: string[] = []
  for (const { name } of segments.slice(start)) {
    const lines = linesOf(await readAll(fileSystem, path.join(names.folder, name)))
    for (const line of lines) hashes.push(JSON.parse(line).hash)
    if (first.beginning.size + hashes.length >= newSize) break
  }
  hashes.length = newSize - first.beginning.size
  return proveConsistency(createTreeView(hashes, first.beginning, nodeSha256), oldSize, newSize)
}
