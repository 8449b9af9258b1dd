import { sha256 as plainSha256, type Sha256 } from '../encoding/sha256.ts'
import { EMPTY_ROOT, leafHash, nodeHash } from './hashing.ts'
import { EMPTY_TREE, rootOf, type TreeState, treeProblem } from './tree.ts'

/** Records of a log, and a tree state that stands for those before them. Enough to prove anything about them. */
export interface TreeView {
  /** How many leaves the whole tree has. */
  readonly size: number
  /** The first leaf that is there itself. */
  readonly from: number
  /**
   * The root over the leaves `start` to `end − 1`, as RFC 6962 §2.1 defines it.
   *
   * @throws RangeError when that takes a leaf which is not there
   */
  rangeRoot(start: number, end: number): string
}

/**
 * @param recordHashes - hashes of the records from `before.size` on
 * @param before - the tree of the records before them; empty when absent
 * @throws RangeError if `before` is not the state of a tree
 */
export function createTreeView(
  recordHashes: readonly string[],
  before: TreeState = EMPTY_TREE,
  sha256: Sha256 = plainSha256,
): TreeView {
  const problem = treeProblem(before)
  if (problem !== null) throw new RangeError(problem)
  const from = before.size
  const perfect = perfectRoots(before)

  const rangeRoot = (start: number, end: number): string => {
    if (start === end) return EMPTY_ROOT
    const known = end <= from ? perfect.get(`${start}-${end}`) : undefined
    if (known !== undefined) return known
    if (start === 0 && end === from) return rootOf(before.frontier, sha256)
    if (end - start > 1) {
      const middle = start + largestPowerBelow(end - start)
      return nodeHash(rangeRoot(start, middle), rangeRoot(middle, end), sha256)
    }
    const record = recordHashes[start - from]
    if (record === undefined) throw new RangeError(`leaf ${start} is not there, the view begins at ${from}`)
    return leafHash(record, sha256)
  }

  return { size: from + recordHashes.length, from, rangeRoot }
}

function perfectRoots({ size, frontier }: TreeState): ReadonlyMap<string, string> {
  const roots = new Map<string, string>()
  let start = 0
  for (const root of frontier) {
    const end = start + largestPowerBelow(size - start + 1)
    roots.set(`${start}-${end}`, root)
    start = end
  }
  return roots
}

/** The largest power of two that is smaller than `count`, which is at least 2. */
export function largestPowerBelow(count: number): number {
  let power = 1
  while (power * 2 < count) power *= 2
  return power
}
