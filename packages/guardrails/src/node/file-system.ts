import { open, readFile, rename } from 'node:fs/promises'

/** What a document needs of a file system. */
export interface DocumentFileSystem {
  /** The whole file, `null` where there is none. Fails for every other reason. */
  read(path: string): Promise<Uint8Array | null>
  /** Creates or empties a file, for writing. */
  create(path: string): Promise<DocumentFile>
  /** Puts a file in the place of another, in one step. */
  rename(from: string, to: string): Promise<void>
  /** Makes the names inside a folder survive a power cut. */
  syncFolder(path: string): Promise<void>
}

/** A file open for writing. */
export interface DocumentFile {
  write(bytes: Uint8Array): Promise<void>
  /** Returns once everything written would survive a power cut. */
  sync(): Promise<void>
  close(): Promise<void>
}

/** The file system of the operating system. */
export const nodeFileSystem: DocumentFileSystem = {
  async read(path) {
    try {
      return await readFile(path)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw error
    }
  },
  async create(path) {
    const handle = await open(path, 'w', 0o640)
    return {
      write: (bytes) => handle.writeFile(bytes),
      sync: () => handle.sync(),
      close: () => handle.close(),
    }
  },
  rename,
  async syncFolder(path) {
    // Windows has no such call: NTFS journals names itself, and refuses to flush the handle of a folder.
    if (process.platform === 'win32') return
    const folder = await open(path, 'r')
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  },
}
