import { largestPowerBelow, type TreeView } from './view.ts'

/**
 * The hashes that lead from one record to the root over the first `size` records, from the leaf up (RFC 6962 §2.1.1).
 *
 * @throws RangeError if `index` is not below `size`, `size` not in the view, or a hash is needed that is not there
 */
export function proveInclusion(view: TreeView, index: number, size: number = view.size): string[] {
  requireSize('size', size, 1, view.size)
  requireSize('index', index, 0, size - 1)
  const path: string[] = []
  let start = 0
  let end = size
  while (end - start > 1) {
    const middle = start + largestPowerBelow(end - start)
    if (index < middle) {
      path.unshift(view.rangeRoot(middle, end))
      end = middle
    } else {
      path.unshift(view.rangeRoot(start, middle))
      start = middle
    }
  }
  return path
}

/**
 * The hashes which show that the tree of `newSize` records begins with the tree of `oldSize` (RFC 6962 §2.1.2). Empty
 * when the sizes are equal or the old tree is.
 *
 * @throws RangeError unless 0 ≤ `oldSize` ≤ `newSize` ≤ the size of the view, or when `oldSize` is before its beginning
 */
export function proveConsistency(view: TreeView, oldSize: number, newSize: number = view.size): string[] {
  requireSize('newSize', newSize, 0, view.size)
  requireSize('oldSize', oldSize, 0, newSize)
  if (oldSize === 0) return []
  const path: string[] = []
  let start = 0
  let end = newSize
  let isOldTree = true
  while (end !== oldSize) {
    const middle = start + largestPowerBelow(end - start)
    if (oldSize <= middle) {
      path.unshift(view.rangeRoot(middle, end))
      end = middle
    } else {
      path.unshift(view.rangeRoot(start, middle))
      start = middle
      isOldTree = false
    }
  }
  return isOldTree ? path : [view.rangeRoot(start, end), ...path]
}

function requireSize(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return
  throw new RangeError(`${name} must be a whole number from ${least} to ${most}, was ${value}`)
}
