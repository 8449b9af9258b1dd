import path from 'node:path'
import { frameNote, splitNotes } from '../../checkpoint/checkpoint-file.ts'
import { readFrom, writeAll } from '../files/file-io.ts'
import { type AuditFileSystem, nodeFileSystem } from '../files/file-system.ts'
import type { Witness } from './witness-feed.ts'

/**
 * Keeps checkpoints in a file that should belong to another party: on another disk or host, where who can write the log
 * cannot rewrite them. The file is only ever appended to.
 */
export function fileWitness(options: {
  readonly path: string
  readonly name?: string
  readonly fileSystem?: AuditFileSystem
}): Witness {
  const { fileSystem = nodeFileSystem } = options
  const file = path.resolve(options.path)
  return {
    name: options.name ?? options.path,
    async submit({ note }) {
      const handle = await fileSystem.openFile(file)
      try {
        const pieces: Uint8Array[] = []
        for await (const piece of readFrom(handle, 0)) pieces.push(new Uint8Array(piece))
        const text = Buffer.concat(pieces).toString('utf8')
        const whole = splitNotes(text).reduce((bytes, each) => bytes + Buffer.byteLength(frameNote(each)), 0)
        // Over the torn half of a note that a crash left behind.
        const line = Buffer.from(frameNote(note))
        if (Buffer.byteLength(text) > whole) await handle.truncate(whole)
        // A killed process may have left the one before in memory only.
        await handle.sync()
        await writeAll(handle, line, whole)
        await handle.sync()
      } finally {
        await handle.close()
      }
      await fileSystem.syncFolder(path.dirname(file))
      return ''
    },
  }
}
