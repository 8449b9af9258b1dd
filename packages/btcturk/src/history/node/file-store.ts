import { mkdir, open } from 'node:fs/promises'
import path from 'node:path'
import { hasCode, removeStaleTemporaries, replaceFile } from '@tezgah/core/node/durable-file'
import type { PageStore } from '../page-store.ts'

/** Far above any page; a longer file is none. */
const MAX_PAGE_BYTES = 2 ** 26

/**
 * Keeps each page in a file of its own below `folder`, which is created where it is missing. Any number of processes may use
 * one folder at once: a file is always replaced as a whole, and all of them would write the same candles. Temporary files
 * that a crash left are removed by the next write after an hour.
 */
export function fileStore(folder: string): PageStore {
  const root = path.resolve(folder)
  const cleaned = new Set<string>()
  return {
    read: (name) => readPage(path.join(root, name)),
    async write(name, bytes) {
      const file = path.join(root, name)
      const home = path.dirname(file)
      await mkdir(home, { recursive: true })
      if (!cleaned.has(home)) {
        cleaned.add(home)
        // A temporary file that cannot be removed prevents no write.
        await removeStaleTemporaries(home, (target) => target.endsWith('.page')).catch(() => undefined)
      }
      await replaceFile(file, bytes, { mode: 0o644 })
    },
  }
}

async function readPage(file: string): Promise<Uint8Array | null> {
  const handle = await openExisting(file)
  if (handle === null) return null
  try {
    const { size } = await handle.stat()
    // No page, so let its reader find it damaged.
    return size > MAX_PAGE_BYTES ? new Uint8Array(0) : await handle.readFile()
  } finally {
    await handle.close()
  }
}

async function openExisting(file: string) {
  try {
    return await open(file, 'r')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null
    throw error
  }
}
