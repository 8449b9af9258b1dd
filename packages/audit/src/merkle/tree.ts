import { isDigest } from '../encoding/hex.ts'
import { sha256 as plainSha256, type Sha256 } from '../encoding/sha256.ts'
import { isCount } from '../record/record.ts'
import { EMPTY_ROOT, leafHash, nodeHash } from './hashing.ts'

/** A tree of some size, in as little as it takes to go on from there. */
export type TreeState = {
  /** How many leaves the tree has: one for each record of the log. */
  readonly size: number
  /** Roots of the perfect subtrees that make up the size, the largest (leftmost) first, as hexadecimal digits. */
  readonly frontier: readonly string[]
}

/** A tree in one hash. */
export type TreeHead = {
  readonly size: number
  /** RFC 6962 Merkle root over the records' hashes, 64 lower-case hexadecimal digits. */
  readonly root: string
}

/** The tree before its first leaf. */
export const EMPTY_TREE: TreeState = { size: 0, frontier: [] }

/** The Merkle tree over a log that grows: logarithmic memory, and on average two hashes per record. */
export interface MerkleTree {
  readonly size: number
  /** Takes the next record's hash. */
  append(recordHash: string): void
  /** The root now. */
  root(): string
  /** A copy of what is needed to go on from here. */
  state(): TreeState
}

/**
 * A tree that goes on from a known state.
 *
 * @throws RangeError if `from` is not the state of a tree
 */
export function createTree(from: TreeState = EMPTY_TREE, sha256: Sha256 = plainSha256): MerkleTree {
  const problem = treeProblem(from)
  if (problem !== null) throw new RangeError(problem)
  const frontier = [...from.frontier]
  let size = from.size

  return {
    get size() {
      return size
    },
    append(recordHash) {
      let hash = leafHash(recordHash, sha256)
      // Two perfect trees of one size become one, as ones carry in a binary count.
      for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) hash = nodeHash(frontier.pop() ?? '', hash, sha256)
      frontier.push(hash)
      size += 1
    },
    root: () => rootOf(frontier, sha256),
    state: () => ({ size, frontier: [...frontier] }),
  }
}

/** The root of the tree whose perfect subtrees these are, the largest first. */
export function rootOf(frontier: readonly string[], sha256: Sha256 = plainSha256): string {
  if (frontier.length === 0) return EMPTY_ROOT
  return frontier.reduceRight((right, left) => nodeHash(left, right, sha256))
}

/** Why this is not the state of a tree, or `null` when it may be one. */
export function treeProblem({ size, frontier }: TreeState): string | null {
  if (!isCount(size)) return 'size must be a whole number from 0'
  let ones = 0
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) ones += rest % 2
  if (frontier.length !== ones) return `frontier must have ${ones} hashes for size ${size}, had ${frontier.length}`
  return frontier.every(isDigest) ? null : 'frontier must hold 64 lower-case hexadecimal digits each'
}
