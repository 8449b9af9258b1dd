import { createBufferPool } from './buffer-pool.ts'
import type { AuditFile, AuditFileSystem, ReadableFile } from './file-system.ts'

/** The bytes of a file from a position to its end, in pieces that share one buffer. */
export async function* readFrom(file: ReadableFile, start: number): AsyncGenerator<Uint8Array, void, void> {
  const buffer = buffers.acquire()
  try {
    for (let position = start; ; ) {
      const count = await file.read(buffer, position)
      if (count === 0) return
      yield buffer.subarray(0, count)
      position += count
    }
  } finally {
    buffers.release(buffer)
  }
}

const buffers = createBufferPool(256 * 1024)

/** All of a file; nothing when it is empty. */
export async function readAll(fileSystem: AuditFileSystem, path: string): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  for await (const piece of filePieces(fileSystem, path)) pieces.push(new Uint8Array(piece))
  return Buffer.concat(pieces)
}

/** As {@link readAll}, in pieces that share one buffer. */
export async function* filePieces(fileSystem: AuditFileSystem, path: string): AsyncGenerator<Uint8Array, void, void> {
  const file = await fileSystem.openForReading(path)
  try {
    yield* readFrom(file, 0)
  } finally {
    await file.close()
  }
}

/** The whole lines of a text file, without their line feeds. */
export function linesOf(bytes: Uint8Array): string[] {
  return Buffer.from(bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1))
    .toString('utf8')
    .split('\n')
    .slice(0, -1)
}

const PIECE_BYTES = 256 * 1024
const LINE_FEED = 0x0a

/** As {@link linesOf} of a file, the last line first, read from its end as far as it is asked for. */
export async function* lastLinesOf(fileSystem: AuditFileSystem, path: string): AsyncGenerator<string, void, void> {
  const { size } = await fileSystem.inspect(path)
  const file = await fileSystem.openForReading(path)
  try {
    let rest = new Uint8Array(0)
    for (let end = size; end > 0; ) {
      const start = Math.max(0, end - PIECE_BYTES)
      const bytes = Buffer.concat([await readBetween(file, start, end), rest])
      // What comes before the first line feed began in the piece before.
      const first = start === 0 ? 0 : bytes.indexOf(LINE_FEED) + 1
      rest = Uint8Array.from(bytes.subarray(0, first))
      yield* linesOf(bytes.subarray(first)).reverse()
      end = start
    }
  } finally {
    await file.close()
  }
}

async function readBetween(file: ReadableFile, start: number, end: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(end - start)
  for (let filled = 0; filled < bytes.length; ) {
    const count = await file.read(bytes.subarray(filled), start + filled)
    if (count === 0) return bytes.subarray(0, filled)
    filled += count
  }
  return bytes
}

/** Writes all of it, in as many calls as the disk wants. */
export async function writeAll(file: AuditFile, bytes: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    const count = await file.write(bytes.subarray(written), position + written)
    if (count < 1) throw new Error(`the disk took ${written} of ${bytes.length} bytes and then no more`)
    written += count
  }
}

/**
 * Cuts a file to a length, and makes durable what stays: after a kill, what was read may be in memory only, and a power
 * cut could keep what is written next and not this.
 */
export async function truncateDurably(fileSystem: AuditFileSystem, path: string, length: number): Promise<void> {
  const file = await fileSystem.openFile(path)
  try {
    if ((await fileSystem.inspect(path)).size > length) await file.truncate(length)
    await file.sync()
  } finally {
    await file.close()
  }
}
