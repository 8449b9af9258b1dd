import path from 'node:path'
import { writeAll } from '../files/file-io.ts'
import type { AuditFile, AuditFileSystem } from '../files/file-system.ts'
import { disclosuresOf, type LogNames } from '../files/log-files.ts'
import type { Batch } from './commit-queue.ts'

/** The files of a log that are written. One call at a time; after one that failed none may follow but `close`. */
export interface LogDisk {
  /** Writes behind everything written so far; resolves once the bytes would survive a power cut. */
  commit(batch: Batch): Promise<void>
  /** Gives the sealed file its name, and begins an empty one in its place. Everything in it must be durable. */
  rotate(sealedName: string): Promise<void>
  /** Removes segments, oldest first. That they go must be durable in the log. */
  removeSegments(sealedNames: readonly string[]): Promise<void>
  /** Closes what is open. */
  close(): Promise<void>
}

/**
 * @param file - the active file, open
 * @param length - how many bytes of it count
 * @param whileSyncing - called while the disk works
 */
export async function createLogDisk(options: {
  readonly file: AuditFile
  readonly length: number
  readonly names: LogNames
  readonly fileSystem: AuditFileSystem
  readonly whileSyncing: () => void
}): Promise<LogDisk> {
  const { names, fileSystem, whileSyncing } = options
  let { file, length } = options
  let { id } = await fileSystem.inspect(names.active)

  const requireOurs = async (): Promise<void> => {
    const facts = await fileSystem.inspect(names.active)
    // Another process rotated, deleted, cut or wrote the file: an acknowledgement would confirm records that readers never see.
    if (facts.id !== id || facts.size !== length) {
      throw new Error(`${names.active} was replaced or changed by another program`)
    }
  }

  const writeDisclosures = async (text: string): Promise<void> => {
    const { size, created } = await sizeOf(fileSystem, names.disclosures)
    const disclosures = await fileSystem.openFile(names.disclosures)
    try {
      await writeAll(disclosures, Buffer.from(text), size)
      await disclosures.sync()
      if (created) await fileSystem.syncFolder(names.folder)
    } finally {
      await disclosures.close()
    }
  }

  return {
    async commit({ bytes, disclosures, afterPause }) {
      if (afterPause) await requireOurs()
      if (disclosures !== '') await writeDisclosures(disclosures)
      await writeAll(file, bytes, length)
      length += bytes.length
      // Right after another batch the look at the name need not come first: it is had while the disk syncs.
      const durable = Promise.all([file.sync(), afterPause ? null : requireOurs()])
      whileSyncing()
      await durable
    },
    async rotate(sealedName) {
      const sealed = path.join(names.folder, sealedName)
      if ((await fileSystem.list(names.folder)).includes(path.basename(names.disclosures))) {
        await fileSystem.rename(names.disclosures, disclosuresOf(names, sealedName))
        // Otherwise a power cut could leave the records under their new name and the disclosures under the old one.
        await fileSystem.syncFolder(names.folder)
      }
      await file.close()
      await fileSystem.rename(names.active, sealed)
      // Otherwise a power cut could keep the new file and forget the rename: the sealed segment would have no name.
      await fileSystem.syncFolder(names.folder)
      file = await fileSystem.openFile(names.active)
      await fileSystem.syncFolder(names.folder)
      length = 0
      id = (await fileSystem.inspect(names.active)).id
    },
    async removeSegments(sealedNames) {
      for (const name of sealedNames) {
        await fileSystem.remove(disclosuresOf(names, name))
        await fileSystem.remove(path.join(names.folder, name))
        // Otherwise a power cut could bring back an older segment than one that is gone.
        await fileSystem.syncFolder(names.folder)
      }
    },
    close: () => file.close(),
  }
}

async function sizeOf(fileSystem: AuditFileSystem, file: string): Promise<{ size: number; created: boolean }> {
  const exists = (await fileSystem.list(path.dirname(file))).includes(path.basename(file))
  return { size: exists ? (await fileSystem.inspect(file)).size : 0, created: !exists }
}
