import path from 'node:path'
import type { FileSystem, WritableFile } from '@tezgah/core/node/durable-file'

type Content = { bytes: Buffer; durable: Buffer }

/** An operation of the disk, in the order in which it was asked for. */
export type Operation = 'read' | 'create' | 'write' | 'sync' | 'close' | 'rename' | 'remove' | 'syncFolder'

/**
 * A disk that forgets, on a power cut, what was not made durable: bytes since the last `sync` of their file, and names
 * since the last `syncFolder`. Names and bytes are kept apart, so a durable name may point to bytes that are lost.
 */
export class MemoryFileSystem implements FileSystem {
  readonly operations: Operation[] = []
  /** Awaited before every operation; throws to make it fail, never settles to make the disk hang. */
  before: (operation: Operation, count: number) => void | Promise<void> = () => undefined
  #names = new Map<string, Content>()
  #durableNames = new Map<string, Content>()

  async read(name: string): Promise<Uint8Array | null> {
    await this.#begin('read')
    return this.#names.get(name)?.bytes ?? null
  }

  async create(name: string): Promise<WritableFile> {
    await this.#begin('create')
    const content: Content = { bytes: Buffer.alloc(0), durable: Buffer.alloc(0) }
    this.#names.set(name, content)
    return {
      write: async (bytes) => {
        await this.#begin('write')
        content.bytes = Buffer.concat([content.bytes, bytes])
      },
      sync: async () => {
        await this.#begin('sync')
        content.durable = content.bytes
      },
      close: () => this.#begin('close'),
    }
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#begin('rename')
    const content = this.#names.get(from)
    if (content === undefined) throw new Error(`ENOENT: ${from}`)
    this.#names.set(to, content)
    this.#names.delete(from)
  }

  async link(): Promise<void> {
    throw new Error('a document is never linked')
  }

  async remove(name: string): Promise<void> {
    await this.#begin('remove')
    this.#names.delete(name)
  }

  async syncFolder(folder: string): Promise<void> {
    await this.#begin('syncFolder')
    for (const name of new Set([...this.#names.keys(), ...this.#durableNames.keys()])) {
      const content = this.#names.get(name)
      if (path.dirname(name) !== folder) continue
      if (content === undefined) this.#durableNames.delete(name)
      else this.#durableNames.set(name, content)
    }
  }

  /** Puts a file there, as if it had been there for ever. */
  put(name: string, bytes: Buffer): void {
    const content = { bytes, durable: bytes }
    this.#names.set(name, content)
    this.#durableNames.set(name, content)
  }

  /** The bytes of a file, for a test that changes them. */
  bytesOf(name: string): Buffer {
    return this.#names.get(name)?.bytes ?? Buffer.alloc(0)
  }

  /**
   * The disk after a power cut. Names since the last sync of the folder are lost or `namesKept`; of each file's bytes
   * since its last sync the first `bytesKept` are left.
   */
  afterPowerCut(namesKept: boolean, bytesKept: number): MemoryFileSystem {
    const next = new MemoryFileSystem()
    for (const [name, { bytes, durable }] of namesKept ? this.#names : this.#durableNames) {
      next.put(name, Buffer.concat([durable, bytes.subarray(durable.length, durable.length + bytesKept)]))
    }
    return next
  }

  async #begin(operation: Operation): Promise<void> {
    this.operations.push(operation)
    await this.before(operation, this.operations.length)
  }
}
