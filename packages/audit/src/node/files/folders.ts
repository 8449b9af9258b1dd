import path from 'node:path'
import type { AuditFileSystem } from './file-system.ts'

/**
 * Makes the names in a folder durable, and those of the folders that lead to it: a process that was killed may have
 * made them just before.
 *
 * @param missingFrom - the topmost folder that was made now, `null` when none was
 */
export async function syncFolders(
  fileSystem: AuditFileSystem,
  folder: string,
  missingFrom: string | null,
): Promise<void> {
  const last = missingFrom === null ? folder : path.dirname(missingFrom)
  let isNeeded = true
  for (let current = folder; ; current = path.dirname(current)) {
    await fileSystem.syncFolder(current).catch((error: unknown) => {
      // Above what was made now there may be folders of others, which may not be opened.
      if (isNeeded || !isRefusal(error)) throw error
    })
    if (current === last) isNeeded = false
    // A root is its own parent.
    if (current === path.dirname(current)) return
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM')
}
