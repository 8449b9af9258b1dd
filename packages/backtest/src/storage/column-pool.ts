/**
 * Columns that a finished run gave back, for the next run to use.
 *
 * Fresh memory costs more than the work done in it: the operating system hands it out page by page, cleared. All columns
 * kept have one length, the last one used, so that the pool never holds more than a run of that length needed.
 */
const MAX_COLUMNS = 8
let length = 0
let free: Float64Array[] = []

/** A column of `size` values, with anything in it. */
export function borrowColumn(size: number): Float64Array {
  if (size !== length) {
    length = size
    free = []
  }
  return free.pop() ?? new Float64Array(size)
}

/** Returns a column to the pool; the caller must not use it afterwards. */
export function returnColumn(column: Float64Array): void {
  if (column.length === length && free.length < MAX_COLUMNS) free.push(column)
}
