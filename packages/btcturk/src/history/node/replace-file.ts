import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import path from 'node:path'

type Chunk = string | Uint8Array

/** @property sha256 - of the bytes, 64 hexadecimal digits */
type Written = { readonly bytes: number; readonly sha256: string }

/**
 * Puts a file with this content in the place of `target`, or leaves what is there: nobody ever reads half of it. Once it
 * resolves, the content survives a power cut. Folders are made where they are missing. A crash can leave a file
 * `<target>.<uuid>.tmp` behind, which nothing reads and `removeLeftovers` removes.
 *
 * @returns what was written
 * @throws the file system's own error
 */
export async function replaceFile(target: string, chunks: Iterable<Chunk>): Promise<Written> {
  const folder = path.dirname(target)
  const candidate = `${target}.${randomUUID()}.tmp`
  await mkdir(folder, { recursive: true })
  try {
    const written = await writeDurably(candidate, chunks)
    await rename(candidate, target)
    await syncFolder(folder)
    return written
  } finally {
    await rm(candidate, { force: true })
  }
}

async function writeDurably(file: string, chunks: Iterable<Chunk>): Promise<Written> {
  const handle = await open(file, 'wx', 0o644)
  const hash = createHash('sha256')
  try {
    for (const chunk of chunks) {
      hash.update(chunk)
      await handle.writeFile(chunk)
    }
    await handle.datasync()
    return { bytes: (await handle.stat()).size, sha256: hash.digest('hex') }
  } finally {
    await handle.close()
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows has no such call: NTFS journals names itself.
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
