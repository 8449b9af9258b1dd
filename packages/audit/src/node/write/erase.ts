import path from 'node:path'
import { replaceFile } from '@tezgah/core/node/durable-file'
import { parseDisclosure } from '../../sealed/commitment.ts'
import { linesOf, readAll } from '../files/file-io.ts'
import type { AuditFileSystem } from '../files/file-system.ts'
import { disclosuresOf, type LogNames, type SealedSegment } from '../files/log-files.ts'
/** What is to be erased. */
export type Erasure = {
  /** `seq` of the record. */
  readonly seq: number
  /** JSON pointer of the one value; all that the record sealed when absent. */
  readonly path?: string
}

/** Rewrites the disclosures of one segment without some of them. Returns how many those were. */
export async function eraseDisclosures(
  fileSystem: AuditFileSystem,
  names: LogNames,
  sealed: readonly SealedSegment[],
  erasure: Erasure,
): Promise<number> {
  const segment = sealed.find(({ beginning, end }) => beginning.size <= erasure.seq && erasure.seq < end)
  const file = segment === undefined ? names.disclosures : disclosuresOf(names, segment.name)
  if (!(await fileSystem.list(names.folder)).includes(path.basename(file))) return 0
  const lines = linesOf(await readAll(fileSystem, file))
  const kept = lines.filter((line) => {
    const disclosure = parseDisclosure(line)
    if (disclosure === null || disclosure.seq !== erasure.seq) return true
    return erasure.path !== undefined && disclosure.path !== erasure.path
  })
  if (kept.length === lines.length) return 0
  const bytes = Buffer.from(kept.map((line) => `${line}\n`).join(''))
  await replaceFile(file, bytes, { temporary: `${file}.tmp`, mode: 0o640, fileSystem })
  return lines.length - kept.length
}
