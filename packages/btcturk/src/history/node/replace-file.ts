import { randomUUID } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import path from 'node:path'

type Chunk = string | Uint8Array

/**
 * Puts a file with this content in the place of `target`, or leaves what is there: nobody ever reads half of it. Once it
 * resolves, the content survives a power cut. Folders are made where they are missing. A crash can leave a file
 * `<target>.<uuid>.tmp` behind, which nothing reads.
 *
 * @returns bytes written
 * @throws the file system's own error
 */
export async function replaceFile(target: string, chunks: Iterable<Chunk>): Promise<number> {
  const folder = path.dirname(target)
  const candidate = `${target}.${randomUUID()}.tmp`
  await mkdir(folder, { recursive: true })
  try {
    const bytes = await writeDurably(candidate, chunks)
    await rename(candidate, target)
    await syncFolder(folder)
    return bytes
  } finally {
    await rm(candidate, { force: true })
  }
}

async function writeDurably(file: string, chunks: Iterable<Chunk>): Promise<number> {
  const handle = await open(file, 'wx', 0o644)
  try {
    for (const chunk of chunks) await handle.writeFile(chunk)
    await handle.datasync()
    return (await handle.stat()).size
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
