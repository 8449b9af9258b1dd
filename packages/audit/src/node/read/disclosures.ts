import path from 'node:path'
import type { AuditRecord } from '../../record/record.ts'
import { checkDisclosure, type Disclosure, parseDisclosure } from '../../sealed/commitment.ts'
import { linesOf, readAll } from '../files/file-io.ts'
import type { AuditFileSystem } from '../files/file-system.ts'
import { firstSeqOf, type LogNames, sealedFiles } from '../files/log-files.ts'
import { nodeSha256 } from '../files/node-hash.ts'

/** What is kept of sealed values, by record. */
export type Disclosures = {
  readonly bySeq: ReadonlyMap<number, readonly Disclosure[]>
  /** The first record of the segment that has a line which is no disclosure; `null` when none has. */
  readonly malformed: number | null
}

export async function readDisclosures(fileSystem: AuditFileSystem, names: LogNames): Promise<Disclosures> {
  const present = await fileSystem.list(names.folder)
  const active = path.basename(names.disclosures)
  const sealed = sealedFiles(names, present, 'disclosures')
  const bySeq = new Map<number, Disclosure[]>()
  let malformed: number | null = null
  for (const name of [...sealed, ...(present.includes(active) ? [active] : [])]) {
    for (const line of linesOf(await readAll(fileSystem, path.join(names.folder, name)))) {
      const disclosure = parseDisclosure(line)
      if (disclosure === null) malformed ??= name === active ? 0 : firstSeqOf(name)
      else bySeq.set(disclosure.seq, [...(bySeq.get(disclosure.seq) ?? []), disclosure])
    }
  }
  return { bySeq, malformed }
}

/** True when each disclosure of a record is what the record has a commitment to. */
export function disclosuresFit(record: AuditRecord, { bySeq }: Disclosures): boolean {
  return (bySeq.get(record.seq) ?? []).every((disclosure) => checkDisclosure(record, disclosure, nodeSha256))
}
