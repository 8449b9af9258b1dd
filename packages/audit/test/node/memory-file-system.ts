import path from 'node:path'
import { AuditError } from '@tezgah/audit'
import type { AuditFile, AuditFileSystem, ReadableFile } from '@tezgah/audit/node'
import type { WritableFile } from '@tezgah/core/node/durable-file'

type Name =
  | 'createFolder'
  | 'syncFolder'
  | 'openFile'
  | 'list'
  | 'rename'
  | 'remove'
  | 'inspect'
  | 'lock'
  | 'read'
  | 'write'
  | 'truncate'
  | 'sync'
  | 'close'

/** One call that the log made, in the order in which it made them. `length` is of writes. */
export type Operation = { readonly name: Name; readonly path: string; readonly length: number }

/** What an operation shall do: go well (`undefined`), fail, or, for a write, take only so many bytes and then go well or fail. */
export type Fault = { readonly error?: Error; readonly take?: number } | undefined

/** A change of a file's bytes that no sync has made durable. */
export type DataChange =
  | { readonly kind: 'write'; readonly position: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly length: number }

/** A change of a folder's names that no sync of it has made durable. */
export type NameChange =
  | { readonly kind: 'make' | 'remove'; readonly name: string; readonly node: Node | null }
  | { readonly kind: 'rename'; readonly name: string; readonly to: string; readonly node: Node }

/** A file, independent of its name. */
export type Node = { readonly id: string; bytes: Buffer; durable: Buffer; pending: DataChange[] }

/**
 * A disk that keeps apart what was written and what a power cut would leave: the bytes of each file, and the names in
 * each folder, each as of their last sync, and the changes since in their order.
 */
export class MemoryFileSystem implements AuditFileSystem {
  /** What the names stand for now. */
  readonly files = new Map<string, Node>()
  /** What they would stand for after a power cut that keeps nothing which was not synced. */
  readonly durableNames = new Map<string, Node>()
  readonly pendingNames: NameChange[] = []
  readonly operations: Operation[] = []
  /** Consulted before every operation. */
  fault: (operation: Operation, count: number) => Fault = () => undefined
  /** Awaited by every sync before it takes effect. */
  beforeSync: (path: string) => Promise<void> = () => Promise.resolve()
  readonly folders = new Set<string>()
  readonly durableFolders = new Set<string>()
  readonly #locked = new Set<string>()
  #ids = 0

  constructor(folders: readonly string[]) {
    for (const folder of folders) {
      this.folders.add(folder)
      this.durableFolders.add(folder)
    }
  }

  async createFolder(name: string): Promise<string | null> {
    this.#begin('createFolder', name)
    let topmost: string | null = null
    for (let current = name; !this.folders.has(current); current = path.dirname(current)) {
      this.folders.add(current)
      topmost = current
    }
    return topmost
  }

  async syncFolder(folder: string): Promise<void> {
    this.#begin('syncFolder', folder)
    for (const name of this.folders) if (path.dirname(name) === folder) this.durableFolders.add(name)
    const here = this.pendingNames.filter(({ name }) => path.dirname(name) === folder)
    for (const change of here) applyName(this.durableNames, change)
    const rest = this.pendingNames.filter((change) => !here.includes(change))
    this.pendingNames.splice(0, this.pendingNames.length, ...rest)
  }

  async openFile(name: string): Promise<AuditFile> {
    this.#begin('openFile', name)
    if (!this.folders.has(path.dirname(name))) throw new Error(`ENOENT: ${name}`)
    const node = this.files.get(name) ?? this.#make(name)
    return {
      read: async (buffer, position) => {
        this.#begin('read', name)
        return node.bytes.copy(buffer, 0, position)
      },
      write: async (bytes, position) => {
        const fault = this.#consult('write', name, bytes.length)
        const taken = Buffer.from(bytes.subarray(0, fault?.take ?? (fault?.error ? 0 : bytes.length)))
        this.#change(node, { kind: 'write', position, bytes: taken })
        if (fault?.error) throw fault.error
        return taken.length
      },
      truncate: async (length) => {
        this.#begin('truncate', name)
        this.#change(node, { kind: 'truncate', length })
      },
      sync: async () => {
        this.#begin('sync', name)
        const { bytes } = node
        const count = node.pending.length
        await this.beforeSync(name)
        node.durable = bytes
        node.pending.splice(0, count)
      },
      close: async () => this.#begin('close', name),
    }
  }

  async read(name: string): Promise<Uint8Array | null> {
    this.#begin('read', name)
    return this.files.get(name)?.bytes ?? null
  }

  async create(name: string, { exclusive }: { readonly exclusive: boolean }): Promise<WritableFile> {
    if (exclusive && this.files.has(name)) throw Object.assign(new Error(name), { code: 'EEXIST' })
    const file = await this.openFile(name)
    await file.truncate(0)
    let length = 0
    return {
      write: async (bytes) => {
        for (const end = length + bytes.length; length < end; ) {
          length += await file.write(bytes.subarray(bytes.length - (end - length)), length)
        }
      },
      sync: () => file.sync(),
      close: () => file.close(),
    }
  }

  async link(): Promise<void> {
    throw new Error('a log links no file')
  }

  async openForReading(name: string): Promise<ReadableFile> {
    if (!this.files.has(name)) throw new Error(`ENOENT: ${name}`)
    return this.openFile(name)
  }

  async list(folder: string): Promise<readonly string[]> {
    this.#begin('list', folder)
    return [...this.files.keys()].filter((name) => path.dirname(name) === folder).map((name) => path.basename(name))
  }

  async rename(from: string, to: string): Promise<void> {
    this.#begin('rename', from)
    const node = this.files.get(from)
    if (!node) throw new Error(`ENOENT: ${from}`)
    this.#changeName({ kind: 'rename', name: from, to, node })
  }

  async remove(name: string): Promise<void> {
    this.#begin('remove', name)
    if (this.files.has(name)) this.#changeName({ kind: 'remove', name, node: null })
  }

  async inspect(name: string): Promise<{ id: string; size: number }> {
    this.#begin('inspect', name)
    const node = this.files.get(name)
    if (!node) throw new Error(`ENOENT: ${name}`)
    return { id: node.id, size: node.bytes.length }
  }

  async lock(name: string): Promise<() => Promise<void>> {
    this.#begin('lock', name)
    if (this.#locked.has(name)) throw new AuditError('locked', `${name} is locked`)
    this.#locked.add(name)
    return async () => {
      this.#locked.delete(name)
    }
  }

  /** Puts a file there, as if it had been there for ever. */
  put(name: string, bytes: Uint8Array): void {
    this.#ids += 1
    const content = Buffer.from(bytes)
    const node: Node = { id: String(this.#ids), bytes: content, durable: content, pending: [] }
    this.files.set(name, node)
    this.durableNames.set(name, node)
  }

  /** The files of one log in a folder, by name. */
  contents(): Map<string, Buffer> {
    return new Map([...this.files].map(([name, { bytes }]) => [path.basename(name), bytes]))
  }

  /** The process was killed: what it wrote is still in memory, its locks are void. */
  afterKill(): MemoryFileSystem {
    const next = new MemoryFileSystem([])
    for (const folder of this.folders) next.folders.add(folder)
    for (const folder of this.durableFolders) next.durableFolders.add(folder)
    const copies = new Map<Node, Node>()
    const copy = (node: Node): Node => {
      const made = copies.get(node) ?? { ...node, pending: [...node.pending] }
      copies.set(node, made)
      return made
    }
    for (const [name, node] of this.files) next.files.set(name, copy(node))
    for (const [name, node] of this.durableNames) next.durableNames.set(name, copy(node))
    for (const change of this.pendingNames) {
      if (change.kind === 'rename') next.pendingNames.push({ ...change, node: copy(change.node) })
      else next.pendingNames.push({ ...change, node: change.node === null ? null : copy(change.node) })
    }
    next.#ids = this.#ids
    return next
  }

  #make(name: string): Node {
    this.#ids += 1
    const node: Node = { id: String(this.#ids), bytes: Buffer.alloc(0), durable: Buffer.alloc(0), pending: [] }
    this.#changeName({ kind: 'make', name, node })
    return node
  }

  #change(node: Node, change: DataChange): void {
    node.bytes = applyData(node.bytes, change)
    node.pending.push(change)
  }

  #changeName(change: NameChange): void {
    applyName(this.files, change)
    this.pendingNames.push(change)
  }

  #consult(name: Name, file: string, length = 0): Fault {
    const operation = { name, path: file, length }
    this.operations.push(operation)
    return this.fault(operation, this.operations.length)
  }

  #begin(name: Name, file: string): void {
    const fault = this.#consult(name, file)
    if (fault?.error) throw fault.error
  }
}

export function applyData(bytes: Buffer, change: DataChange): Buffer {
  if (change.kind === 'truncate') return Buffer.concat([bytes.subarray(0, change.length)], change.length)
  // A write of nothing does not make a file longer.
  if (change.bytes.length === 0) return bytes
  const end = Buffer.alloc(Math.max(bytes.length, change.position + change.bytes.length))
  bytes.copy(end)
  end.set(change.bytes, change.position)
  return end
}

export function applyName(names: Map<string, Node>, change: NameChange): void {
  if (change.kind === 'make' && change.node !== null) names.set(change.name, change.node)
  else names.delete(change.name)
  if (change.kind === 'rename') names.set(change.to, change.node)
}

/** The root of the file system that the tests run on, `/` or a drive. */
export const ROOT = path.parse(process.cwd()).root

/** Where the logs of the tests stand: two folders that do not exist at first. */
export const LOG_PATH = path.join(ROOT, 'logs', 'audit', 'backtest.log')
