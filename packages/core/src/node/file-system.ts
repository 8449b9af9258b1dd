import { closeSync, fsyncSync, openSync } from 'node:fs'
import { link, open, readFile, rename, rm } from 'node:fs/promises'

/** What durable files need of a file system: a port, so that a test can cut the power at any of its operations. */
export interface FileSystem {
  /** The whole file, `null` where there is none. Fails for every other reason. */
  read(path: string): Promise<Uint8Array | null>
  /** Opens a new file for writing; where it exists, fails if `exclusive` and empties it if not. */
  create(path: string, options: { readonly mode: number; readonly exclusive: boolean }): Promise<WritableFile>
  /** Gives a file another name, in one step; a file of that name is replaced. */
  rename(from: string, to: string): Promise<void>
  /** Gives a file a second name, in one step; fails with `EEXIST` where there is a file of that name. */
  link(from: string, to: string): Promise<void>
  /** Removes a name; does nothing where there is none. */
  remove(path: string): Promise<void>
  /** Makes the names inside a folder survive a power cut. */
  syncFolder(path: string): Promise<void>
}

/** A file open for writing from its start. */
export interface WritableFile {
  /** Writes all of it after what was written before. */
  write(bytes: Uint8Array): Promise<void>
  /** Returns once everything written would survive a power cut. */
  sync(): Promise<void>
  close(): Promise<void>
}

/** The file system of the operating system. */
export const nodeFileSystem: FileSystem = {
  async read(path) {
    try {
      return await readFile(path)
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return null
      throw error
    }
  },
  async create(path, { exclusive, mode }) {
    const handle = await open(path, exclusive ? 'wx' : 'w', mode)
    return {
      write: (bytes) => handle.writeFile(bytes),
      sync: () => handle.sync(),
      close: () => handle.close(),
    }
  },
  rename,
  link,
  remove: (path) => rm(path, { force: true }),
  syncFolder: (path) => syncFolder(path),
}

// Windows cannot flush a folder: NTFS journals names itself.
const CAN_SYNC_FOLDERS = process.platform !== 'win32'

/** Makes the names inside a folder survive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  if (!CAN_SYNC_FOLDERS) return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** {@link syncFolder} for programs that have nothing else to do. */
export function syncFolderSync(folder: string): void {
  if (!CAN_SYNC_FOLDERS) return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** True for an error of the operating system with this code, such as `ENOENT`. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
