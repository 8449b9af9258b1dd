/** The column to write into: the caller's own, if it has the right length, else a fresh one. */
export function outputColumn(length: number, out: Float64Array | undefined): Float64Array {
  if (out === undefined) return new Float64Array(length)
  if (out.length !== length) throw new RangeError(`out must hold ${length} values, received ${out.length}`)
  return out
}

export function checkSameLength(name: string, length: number, expected: number): void {
  if (length !== expected) throw new RangeError(`${name} must hold ${expected} values, received ${length}`)
}

/** Whether writing to one column changes the other. */
export function sharesMemory(a: Float64Array, b: Float64Array): boolean {
  const overlaps = a.byteOffset < b.byteOffset + b.byteLength && b.byteOffset < a.byteOffset + a.byteLength
  return a.buffer === b.buffer && overlaps
}

/**
 * Calls `compute` for each run `[from, to)` of finite values that is at least `period` long, and fills the rest of the `outs`
 * with `NaN`: a shorter run never warms up, and must not cost what a whole window does.
 */
export function forEachFullRun(
  values: Float64Array,
  period: number,
  outs: readonly Float64Array[],
  compute: (from: number, to: number) => void,
): void {
  const { length } = values
  for (let from = 0; from < length; ) {
    let to = from
    while (to < length && values[to]! - values[to]! === 0) to++
    const isFull = to - from >= period
    if (isFull) compute(from, to)
    for (const out of outs) out.fill(Number.NaN, isFull ? to : from, to + 1)
    from = to + 1
  }
}
