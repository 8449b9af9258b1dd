import { constants } from 'node:fs'
import { mkdir, open, readdir, stat } from 'node:fs/promises'
import { nodeFileSystem as durableFiles, type FileSystem, hasCode } from '@tezgah/core/node/durable-file'
import { acquireLock } from './lock.ts'

/** What the audit log needs of a file system. Every call does its work off the main thread. */
export interface AuditFileSystem extends FileSystem {
  /** Creates a folder with its missing parents. Returns the topmost one that it created, `null` when all existed. */
  createFolder(path: string): Promise<string | null>
  /** Opens a file for reading and writing, and creates it empty if it does not exist. */
  openFile(path: string): Promise<AuditFile>
  /** Opens a file that exists, for reading only. */
  openForReading(path: string): Promise<ReadableFile>
  /** Names in a folder, in no particular order; none when there is no such folder. */
  list(path: string): Promise<readonly string[]>
  /** What the name stands for now: an identity that changes when the file is replaced, and its size in bytes. */
  inspect(path: string): Promise<FileStat>
  /**
   * Takes the exclusive right to write `path`, and returns what gives it back.
   *
   * @throws AuditError `locked` when another live process, or this one, has it
   */
  lock(path: string): Promise<() => Promise<void>>
}

/** Identity and size of a file. */
export type FileStat = { readonly id: string; readonly size: number }

/** A file that can be read. Positions and lengths are bytes. */
export interface ReadableFile {
  /** Reads up to `buffer.length` bytes; returns how many, 0 at the end of the file. */
  read(buffer: Uint8Array, position: number): Promise<number>
  close(): Promise<void>
}

/** A file that can be written, too. */
export interface AuditFile extends ReadableFile {
  /** Writes from `bytes` at `position`; returns how many were taken, which may be fewer than given. */
  write(bytes: Uint8Array, position: number): Promise<number>
  truncate(length: number): Promise<void>
  /** Returns once everything written so far would survive a power cut. */
  sync(): Promise<void>
}

/** The file system of the operating system. */
export const nodeFileSystem: AuditFileSystem = {
  ...durableFiles,
  async createFolder(path) {
    return (await mkdir(path, { recursive: true, mode: 0o750 })) ?? null
  },
  async openFile(path) {
    // Not for appending: a write at a known position cannot be glued to the torn half of one that failed.
    const handle = await open(path, constants.O_RDWR | constants.O_CREAT, 0o640)
    return {
      read: async (buffer, position) => (await handle.read(buffer, 0, buffer.length, position)).bytesRead,
      write: async (bytes, position) => (await handle.write(bytes, 0, bytes.length, position)).bytesWritten,
      truncate: (length) => handle.truncate(length),
      sync: () => handle.datasync(),
      close: () => handle.close(),
    }
  },
  async openForReading(path) {
    const handle = await open(path, 'r')
    return {
      read: async (buffer, position) => (await handle.read(buffer, 0, buffer.length, position)).bytesRead,
      close: () => handle.close(),
    }
  },
  async list(path) {
    return readdir(path).catch((error: unknown) => {
      if (hasCode(error, 'ENOENT')) return []
      throw error
    })
  },
  async inspect(path) {
    const facts = await stat(path, { bigint: true })
    return { id: `${facts.dev}:${facts.ino}`, size: Number(facts.size) }
  },
  lock: (path) => acquireLock(`${path}.lock`),
}
