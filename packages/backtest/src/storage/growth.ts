type TypedArray =
  | Int32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>
  | BigInt64Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer>

/**
 * Memory that growing columns have left behind, by its size in bytes, for other columns to grow into.
 *
 * Fresh memory costs more than the work done in it: the operating system hands it out page by page, cleared. Each column of
 * a run leaves as much behind on its way as it ends up with.
 */
const left = new Map<number, ArrayBuffer[]>()
const MAX_BUFFERS_OF_A_SIZE = 16
const MAX_BYTES = 2 ** 20

/**
 * The memory for a column twice as long, beginning with the values of `column` and with anything after them. `column` itself
 * must not be used afterwards.
 */
export function doubled<Column extends TypedArray>(column: Column): Column {
  const bytes = column.byteLength * 2
  const buffer = left.get(bytes)?.pop() ?? new ArrayBuffer(bytes)
  const larger = new (column.constructor as new (memory: ArrayBuffer) => Column)(buffer)
  larger.set(column as never)
  leave(column.buffer)
  return larger
}

function leave(buffer: ArrayBuffer): void {
  if (buffer.byteLength > MAX_BYTES) return
  const buffers = left.get(buffer.byteLength)
  if (buffers === undefined) left.set(buffer.byteLength, [buffer])
  else if (buffers.length < MAX_BUFFERS_OF_A_SIZE) buffers.push(buffer)
}
