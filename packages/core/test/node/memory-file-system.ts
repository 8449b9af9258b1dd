import path from 'node:path'
import type { FileSystem, WritableFile } from '@tezgah/core/node/durable-file'

type Content = { bytes: Buffer; durable: Buffer }

/** An operation of the disk, in the order in which it was asked for. */
export type Operation = 'read' | 'create' | 'write' | 'sync' | 'close' | 'rename' | 'link' | 'remove' | 'syncFolder'

/**
 * A disk that forgets, on a power cut, what was not made durable: bytes since the last `sync` of their file, and names
 * since the last `syncFolder`. Names and bytes are kept apart, so a durable name may lead to bytes that are lost.
 */
export class MemoryFileSystem implements FileSystem {
  readonly operations: Operation[] = []
  /** Called before every operation; throws to make it fail. */
  before: (operation: Operation, count: number) => void = () => undefined
  #names = new Map<string, Content>()
  readonly #durableNames = new Map<string, Content>()

  get names(): string[] {
    return [...this.#names.keys()].sort()
  }

  async read(name: string): Promise<Uint8Array | null> {
    this.#begin('read')
    return this.#names.get(name)?.bytes ?? null
  }

  async create(
    name: string,
    { exclusive }: { readonly mode: number; readonly exclusive: boolean },
  ): Promise<WritableFile> {
    this.#begin('create')
    if (exclusive && this.#names.has(name)) throw Object.assign(new Error(name), { code: 'EEXIST' })
    const content = this.#names.get(name) ?? { bytes: Buffer.alloc(0), durable: Buffer.alloc(0) }
    content.bytes = Buffer.alloc(0)
    this.#names.set(name, content)
    return {
      write: async (bytes) => {
        this.#begin('write')
        content.bytes = Buffer.concat([content.bytes, bytes])
      },
      sync: async () => {
        this.#begin('sync')
        content.durable = content.bytes
      },
      close: async () => this.#begin('close'),
    }
  }

  async rename(from: string, to: string): Promise<void> {
    this.#begin('rename')
    this.#names.set(to, this.#find(from))
    this.#names.delete(from)
  }

  async link(from: string, to: string): Promise<void> {
    this.#begin('link')
    if (this.#names.has(to)) throw Object.assign(new Error(to), { code: 'EEXIST' })
    this.#names.set(to, this.#find(from))
  }

  async remove(name: string): Promise<void> {
    this.#begin('remove')
    this.#names.delete(name)
  }

  async syncFolder(folder: string): Promise<void> {
    this.#begin('syncFolder')
    for (const name of new Set([...this.#names.keys(), ...this.#durableNames.keys()])) {
      const content = this.#names.get(name)
      if (path.dirname(name) !== folder) continue
      if (content === undefined) this.#durableNames.delete(name)
      else this.#durableNames.set(name, content)
    }
  }

  /** Puts a file there, as if it had always been there. */
  put(name: string, bytes: Buffer): void {
    const content = { bytes, durable: bytes }
    this.#names.set(name, content)
    this.#durableNames.set(name, content)
  }

  textOf(name: string): string | null {
    return this.#names.get(name)?.bytes.toString() ?? null
  }

  /**
   * The disk after a power cut. Names since the last sync of the folder are lost or `namesKept`; of each file's bytes
   * since its last sync the first `bytesKept` are left.
   */
  afterPowerCut(namesKept: boolean, bytesKept: number): MemoryFileSystem {
    const next = new MemoryFileSystem()
    for (const [name, { bytes, durable }] of namesKept ? this.#names : this.#durableNames) {
      // A file that was emptied and written again: neither its old bytes nor all new ones need be there.
      const isAppended = bytes.subarray(0, durable.length).equals(durable)
      const kept = isAppended ? durable.length + bytesKept : bytesKept
      next.put(name, bytes === durable ? bytes : bytes.subarray(0, kept))
    }
    return next
  }

  #find(name: string): Content {
    const content = this.#names.get(name)
    if (content === undefined) throw Object.assign(new Error(name), { code: 'ENOENT' })
    return content
  }

  #begin(operation: Operation): void {
    this.operations.push(operation)
    this.before(operation, this.operations.length)
  }
}
