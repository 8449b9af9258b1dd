import { open } from 'node:fs/promises'
import path from 'node:path'
import type { PageStore } from '../page-store.ts'
import { removeLeftovers } from './leftovers.ts'
import { replaceFile } from './replace-file.ts'

/** Far above any page; a longer file is none. */
const MAX_PAGE_BYTES = 2 ** 26

/**
 * Keeps each page in a file of its own below `folder`, which is made where it is missing. Any number of processes may use
 * one folder at once: a file is always replaced as a whole, and all of them would write the same candles. What a crash
 * left half written is removed an hour later, by the next write.
 */
export function fileStore(folder: string): PageStore {
  const root = path.resolve(folder)
  const cleaned = new Set<string>()
  return {
    read: (name) => readPage(path.join(root, name)),
    async write(name, bytes) {
      const file = path.join(root, name)
      const home = path.dirname(file)
      if (!cleaned.has(home)) await removeLeftovers(home)
      cleaned.add(home)
      await replaceFile(file, [bytes])
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
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
