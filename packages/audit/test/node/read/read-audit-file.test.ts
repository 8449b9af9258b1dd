import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type AuditRecord, verifyLog } from '@tezgah/audit'
import { readAuditFile, verifyAuditFile } from '@tezgah/audit/node'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { logOf, smallLog } from '../../events.ts'

let folder = ''
let file = ''

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tezgah-audit-'))
  file = path.join(folder, 'any.log')
})

afterEach(() => rm(folder, { recursive: true, force: true }))

async function readAll(into: AuditRecord[] = []): Promise<AuditRecord[]> {
  for await (const record of readAuditFile(file)) into.push(record)
  return into
}

describe('verifyAuditFile', () => {
  it('gives the verdict of verifyLog', async () => {
    const { bytes } = smallLog(500)
    const damaged = Uint8Array.from(bytes)
    damaged[100_000] = 0x20
    await writeFile(file, damaged)
    expect(await verifyAuditFile(file)).toEqual(verifyLog(damaged))
    expect(verifyLog(damaged).status).toBe('tampered')
  })

  it('throws the error of the file system when there is no file', async () => {
    await expect(verifyAuditFile(file)).rejects.toMatchObject({ code: 'ENOENT' })
  })
})

describe('readAuditFile', () => {
  it('gives every record, with any line separators in its texts', async () => {
    const subject = 'a\u2028b\u2029c\u0085d\ne\r'
    const { bytes } = logOf([{ actor: 'x', action: 'y', subject, outcome: 'success' }])
    await writeFile(file, bytes)
    expect(await readAll()).toMatchObject([{ seq: 0 }, { seq: 1, subject, details: {} }])
  })

  it('leaves half a line at the end out', async () => {
    await writeFile(file, smallLog(3).bytes.subarray(0, -5))
    expect((await readAll()).map(({ seq }) => seq)).toEqual([0, 1, 2])
  })

  it('gives what verifies before a bad record, then throws', async () => {
    const { bytes, lines } = smallLog(3)
    const damaged = Uint8Array.from(bytes)
    damaged[(lines[0]?.length ?? 0) + 20] = 0x20
    await writeFile(file, damaged)
    const records: AuditRecord[] = []
    await expect(readAll(records)).rejects.toMatchObject({ code: 'tampered', seq: 1 })
    expect(records.map(({ seq }) => seq)).toEqual([0])
  })
})
