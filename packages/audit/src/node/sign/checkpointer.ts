import { signCheckpoint } from '../../checkpoint/checkpoint.ts'
import { frameNote } from '../../checkpoint/checkpoint-file.ts'
import type { NoteSigner } from '../../checkpoint/ed25519.ts'
import type { TreeHead } from '../../merkle/tree.ts'
import { writeAll } from '../files/file-io.ts'
import type { AuditFile, AuditFileSystem } from '../files/file-system.ts'
import type { LogNames } from '../files/log-files.ts'

/** Signs heads of the log and keeps them next to it, one at a time; heads that arrive faster are skipped. */
export interface Checkpointer {
  /** A head whose records are durable. */
  offer(head: TreeHead): void
  /** Keeps a note as it is, for example one that a witness signed too. */
  keep(note: string): void
  /** Resolves when nothing waits to be written. */
  idle(): Promise<void>
  close(): Promise<void>
  /** How many records the last checkpoint covers that is durable. */
  readonly covered: number
}

/**
 * @param whole - how many bytes the file has: whole notes, all durable
 * @param onSigned - called with each checkpoint once it is durable
 * @param onFailure - called once, when the disk fails
 */
export function createCheckpointer(options: {
  readonly origin: string
  readonly signers: readonly NoteSigner[]
  readonly fileSystem: AuditFileSystem
  readonly names: LogNames
  readonly whole: number
  readonly covered: number
  readonly onSigned: (head: TreeHead, note: string) => void
  readonly onFailure: (cause: unknown) => void
}): Checkpointer {
  const { origin, signers, fileSystem, names, onSigned, onFailure } = options
  let { covered, whole } = options
  let file: AuditFile | null = null
  let next: TreeHead | null = null
  let notes: string[] = []
  let running: Promise<void> | null = null
  let failed = false

  const open = async (): Promise<AuditFile> => {
    const opened = await fileSystem.openFile(names.checkpoints)
    file = opened
    await fileSystem.syncFolder(names.folder)
    return opened
  }

  const write = async (text: string): Promise<void> => {
    const opened = file ?? (await open())
    const bytes = Buffer.from(text)
    await writeAll(opened, bytes, whole)
    await opened.sync()
    whole += bytes.length
  }

  const step = async (): Promise<void> => {
    const head = next
    next = null
    const signed = head === null ? null : signCheckpoint({ origin, ...head }, signers)
    const text = [...notes, ...(signed === null ? [] : [signed])].map(frameNote).join('')
    notes = []
    await write(text)
    if (head === null || signed === null) return
    covered = head.size
    onSigned(head, signed)
  }

  const run = async (): Promise<void> => {
    try {
      while (!failed && (next !== null || notes.length > 0)) await step()
    } catch (cause) {
      failed = true
      onFailure(cause)
    }
    running = null
  }

  const start = (): void => {
    if (!failed) running ??= Promise.resolve().then(run)
  }

  return {
    offer(head) {
      if (head.size <= Math.max(covered, next?.size ?? 0)) return
      next = head
      start()
    },
    keep(note) {
      notes.push(note)
      start()
    },
    async idle() {
      while (running !== null) await running
    },
    close: async () => file?.close(),
    get covered() {
      return covered
    },
  }
}
