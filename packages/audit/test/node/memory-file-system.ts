import path from 'node:path'
import { AuditError } from '@tezgah/audit'
import type { AuditFile, AuditFileSystem } from '@tezgah/audit/node'

/** One call that the log made, in the order in which it made them. */
export type Operation =
  | {
      readonly name:
        | 'createFolder'
        | 'syncFolder'
        | 'openFile'
        | 'inspect'
        | 'lock'
        | 'read'
        | 'truncate'
        | 'sync'
        | 'close'
    }
  | { readonly name: 'write'; readonly length: number }

/** What an operation shall do: go well (`undefined`), fail, or, for a write, take only so many bytes and then go well or fail. */
export type Fault = { readonly error?: Error; readonly take?: number } | undefined

type Content = { readonly id: string; bytes: Buffer; durable: Buffer }

/**
 * A disk that forgets, on a power cut, whatever was not made durable: bytes written since the last `sync`, and names
 * of files and folders whose folder was not synced since they were made.
 */
export class MemoryFileSystem implements AuditFileSystem {
  readonly files = new Map<string, Content>()
  readonly operations: Operation[] = []
  /** Consulted before every operation. */
  fault: (operation: Operation, count: number) => Fault = () => undefined
  /** Awaited by every sync before it takes effect. */
  beforeSync: () => Promise<void> = () => Promise.resolve()
  readonly #folders = new Set<string>()
  readonly #durableNames = new Set<string>()
  readonly #locked = new Set<string>()
  #ids = 0

  constructor(folders: readonly string[]) {
    for (const folder of folders) {
      this.#folders.add(folder)
      this.#durableNames.add(folder)
    }
  }

  async createFolder(name: string): Promise<string | null> {
    this.#begin({ name: 'createFolder' })
    let topmost: string | null = null
    for (let current = name; !this.#folders.has(current); current = path.dirname(current)) {
      this.#folders.add(current)
      topmost = current
    }
    return topmost
  }

  async syncFolder(folder: string): Promise<void> {
    this.#begin({ name: 'syncFolder' })
    for (const name of [...this.files.keys(), ...this.#folders])
      if (path.dirname(name) === folder) this.#durableNames.add(name)
  }

  async openFile(name: string): Promise<AuditFile> {
    this.#begin({ name: 'openFile' })
    if (!this.#folders.has(path.dirname(name))) throw new Error(`ENOENT: ${name}`)
    const content = this.files.get(name) ?? this.#create(name, Buffer.alloc(0))
    return {
      read: async (buffer, position) => {
        this.#begin({ name: 'read' })
        return content.bytes.copy(buffer, 0, position)
      },
      write: async (bytes, position) => {
        const fault = this.#consult({ name: 'write', length: bytes.length })
        const taken = bytes.subarray(0, fault?.take ?? (fault?.error ? 0 : bytes.length))
        const end = Buffer.alloc(Math.max(content.bytes.length, position + taken.length))
        content.bytes.copy(end)
        end.set(taken, position)
        content.bytes = end
        if (fault?.error) throw fault.error
        return taken.length
      },
      truncate: async (length) => {
        this.#begin({ name: 'truncate' })
        content.bytes = Buffer.from(content.bytes.subarray(0, length))
      },
      sync: async () => {
        this.#begin({ name: 'sync' })
        await this.beforeSync()
        content.durable = Buffer.from(content.bytes)
      },
      close: async () => this.#begin({ name: 'close' }),
    }
  }

  async inspect(name: string): Promise<{ id: string; size: number }> {
    this.#begin({ name: 'inspect' })
    const content = this.files.get(name)
    if (!content) throw new Error(`ENOENT: ${name}`)
    return { id: content.id, size: content.bytes.length }
  }

  async lock(name: string): Promise<() => Promise<void>> {
    this.#begin({ name: 'lock' })
    if (this.#locked.has(name)) throw new AuditError('locked', `${name} is locked`)
    this.#locked.add(name)
    return async () => {
      this.#locked.delete(name)
    }
  }

  /** Puts a file there, as if it had been there for ever. */
  put(name: string, bytes: Uint8Array): void {
    const content = this.#create(name, Buffer.from(bytes))
    content.durable = content.bytes
    this.#durableNames.add(name)
  }

  /** How many bytes of a file a power cut could leave beyond those that are durable. */
  unsynced(name: string): number {
    const content = this.files.get(name)
    return content ? Math.max(0, content.bytes.length - content.durable.length) : 0
  }

  /**
   * The disk after a power cut that kept `kept` bytes of those written since the last sync, and put `nuls` NUL bytes
   * where more of them would have been.
   */
  afterPowerCut(kept: number, nuls: number): MemoryFileSystem {
    const next = new MemoryFileSystem([...this.#folders].filter((name) => this.#isDurable(name)))
    for (const [name, { bytes, durable }] of this.files) {
      if (!this.#isDurable(name)) continue
      const extra = bytes.subarray(durable.length, durable.length + kept)
      next.put(name, Buffer.concat([durable, extra, Buffer.alloc(nuls)]))
    }
    return next
  }

  #isDurable(name: string): boolean {
    return this.#durableNames.has(name) && (path.dirname(name) === name || this.#isDurable(path.dirname(name)))
  }

  #create(name: string, bytes: Buffer): Content {
    this.#ids += 1
    const content = { id: String(this.#ids), bytes, durable: Buffer.alloc(0) }
    this.files.set(name, content)
    return content
  }

  #consult(operation: Operation): Fault {
    this.operations.push(operation)
    return this.fault(operation, this.operations.length)
  }

  #begin(operation: Operation): void {
    const fault = this.#consult(operation)
    if (fault?.error) throw fault.error
  }
}

/** The root of the file system that the tests run on, `/` or a drive. */
export const ROOT = path.parse(process.cwd()).root

/** Where the logs of the tests stand: two folders that do not exist at first. */
export const LOG_PATH = path.join(ROOT, 'logs', 'audit', 'backtest.log')
