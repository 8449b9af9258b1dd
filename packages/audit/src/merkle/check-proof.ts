import { isDigest, isHex } from '../encoding/hex.ts'
import { sha256 as plainSha256, type Sha256 } from '../encoding/sha256.ts'
import { isCount } from '../record/record.ts'
import { EMPTY_ROOT, leafHash, nodeHash } from './hashing.ts'
import type { TreeHead } from './tree.ts'

/**
 * True when the proof leads from the record to the root (RFC 9162 §2.1.3.2).
 *
 * @param recordHash - `hash` of the record
 * @param index - its `seq`
 */
export function checkInclusion(
  recordHash: string,
  index: number,
  head: TreeHead,
  proof: readonly string[],
  sha256: Sha256 = plainSha256,
): boolean {
  if (!isCount(index) || !isCount(head.size) || index >= head.size) return false
  if (!isHex(recordHash) || !proof.every(isDigest)) return false
  let position = index
  let last = head.size - 1
  let hash = leafHash(recordHash, sha256)
  for (const sibling of proof) {
    // Already at the root: a longer proof proves something else.
    if (last === 0) return false
    if (position % 2 === 1 || position === last) {
      hash = nodeHash(sibling, hash, sha256)
      // The right edge has no sibling on the levels where its subtree ends evenly.
      while (position % 2 === 0 && position > 0) [position, last] = [half(position), half(last)]
    } else {
      hash = nodeHash(hash, sibling, sha256)
    }
    position = half(position)
    last = half(last)
  }
  return last === 0 && hash === head.root
}

/** True when the proof shows that the newer tree begins with the older (RFC 9162 §2.1.4.2). */
export function checkConsistency(
  older: TreeHead,
  newer: TreeHead,
  proof: readonly string[],
  sha256: Sha256 = plainSha256,
): boolean {
  if (!isCount(older.size) || !isCount(newer.size) || older.size > newer.size) return false
  if (!proof.every(isDigest)) return false
  if (older.size === 0) return proof.length === 0 && older.root === EMPTY_ROOT
  if (older.size === newer.size) return proof.length === 0 && older.root === newer.root
  let position = older.size - 1
  let last = newer.size - 1
  while (position % 2 === 1) [position, last] = [half(position), half(last)]
  // A perfect older tree is itself the first hash of the proof, and need not be sent.
  const [seed, ...path] = position === 0 ? [older.root, ...proof] : proof
  if (seed === undefined) return false
  let oldHash = seed
  let newHash = seed
  for (const sibling of path) {
    if (last === 0) return false
    if (position % 2 === 1 || position === last) {
      oldHash = nodeHash(sibling, oldHash, sha256)
      newHash = nodeHash(sibling, newHash, sha256)
      while (position % 2 === 0 && position > 0) [position, last] = [half(position), half(last)]
    } else {
      newHash = nodeHash(newHash, sibling, sha256)
    }
    position = half(position)
    last = half(last)
  }
  return last === 0 && oldHash === older.root && newHash === newer.root
}

function half(count: number): number {
  return Math.floor(count / 2)
}
