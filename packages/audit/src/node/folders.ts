import path from 'node:path'
import type { AuditFileSystem } from './file-system.ts'

/** Makes the names in a folder durable, and those of the folders that were made for it. */
export async function syncFolders(
  fileSystem: AuditFileSystem,
  folder: string,
  missingFrom: string | null,
): Promise<void> {
  const last = missingFrom === null ? folder : path.dirname(missingFrom)
  for (let current = folder; ; current = path.dirname(current)) {
    await fileSystem.syncFolder(current)
    // A root is its own parent: the end, however a system may have spelled the folder it made.
    if (current === last || current === path.dirname(current)) return
  }
}
