import { exportAudit, followAudit, openAuditLog, queryAudit, verifyAuditFolder } from '@tezgah/audit/node'
import { describe, expect, it } from 'vitest'
import { event } from '../../events.ts'
import { LOG_PATH } from '../memory-file-system.ts'
import {
  emptyDisk,
  ORIGIN,
  recordsIn,
  rotatingOptions,
  steadyClock,
  testKey,
  vkey,
  WITNESS_PATH,
  work,
} from '../workload.ts'

async function writtenDisk(retention = {}) {
  const disk = emptyDisk()
  const log = await openAuditLog({ ...rotatingOptions(disk), retention })
  await work(disk, log)
  return { disk, log }
}

describe('a log of several segments', () => {
  it('verifies over all of them, with its own key and with what the witness kept', async () => {
    const { disk, log } = await writtenDisk()
    await log.close()
    expect(log.state).toMatchObject({ witnesses: [{ lag: 0, failures: 0, error: null }] })
    const options = { fileSystem: disk, keys: [vkey(1)] }
    expect(await verifyAuditFolder(LOG_PATH, options)).toMatchObject({ status: 'intact', restsOn: 'own-key' })
    const kept = disk.files.get(WITNESS_PATH)?.bytes.toString() ?? ''
    const witnessed = kept.split('--\n').filter((note) => note !== '')
    expect(await verifyAuditFolder(LOG_PATH, { ...options, witnessed })).toMatchObject({ restsOn: 'witness' })
    const wrong = { fileSystem: disk, keys: [vkey(2)] }
    expect(await verifyAuditFolder(LOG_PATH, wrong)).toMatchObject({ status: 'unproven' })
  })

  it('begins a new file with the first record of a day', async () => {
    const disk = emptyDisk()
    let now = Date.UTC(2026, 0, 1, 23, 59)
    const clock = { ...steadyClock(), now: () => now }
    const log = await openAuditLog({ path: LOG_PATH, fileSystem: disk, clock, segment: { daily: true } })
    await log.append(event(0))
    now += 120_000
    await log.append(event(1))
    await log.append(event(2))
    await log.close()
    expect([...disk.contents().keys()].sort()).toEqual(['backtest.000000000000.log', 'backtest.log'])
  })

  it('records a change of keys, and both sign while the old one is given', async () => {
    const { disk, log } = await writtenDisk()
    await log.close()
    const signer = {
      origin: ORIGIN,
      name: ORIGIN,
      privateKey: testKey(2),
      previous: { name: ORIGIN, privateKey: testKey(1) },
    }
    for (const _ of [1, 2]) await (await openAuditLog({ ...rotatingOptions(disk), signer, retention: {} })).close()
    const changes = [...recordsIn(disk).values()].filter(({ action }) => action === 'log.key_rotated')
    expect(changes.map(({ details }) => details['to'])).toEqual([vkey(2)])
    for (const keys of [[vkey(1)], [vkey(2)]]) {
      expect(await verifyAuditFolder(LOG_PATH, { fileSystem: disk, keys })).toMatchObject({ status: 'intact' })
    }
  })

  it('erases what was sealed, wherever it stands, and still verifies', async () => {
    const { disk, log } = await writtenDisk()
    const shown = (): string => [...disk.contents()].map(([, bytes]) => bytes.toString()).join('')
    const first = (await queryAudit(LOG_PATH, { fileSystem: disk, subject: 'job-0' })).records[0]
    expect(shown()).toContain('"customer 0"')
    expect(await log.eraseSealed({ seq: first?.seq ?? -1 })).toBe(1)
    expect(await log.eraseSealed({ seq: first?.seq ?? -1 })).toBe(0)
    expect(shown()).not.toContain('"customer 0"')
    expect(shown()).toContain('"customer 4"')
    await log.close()
    expect(await verifyAuditFolder(LOG_PATH, { fileSystem: disk })).toMatchObject({ status: 'intact' })
  })

  it('is queried page by page, and exported as it stands', async () => {
    const { disk, log } = await writtenDisk()
    await log.close()
    const subjects: string[] = []
    let afterSeq: number | null = -1
    while (afterSeq !== null) {
      const page = await queryAudit(LOG_PATH, { fileSystem: disk, actor: 'operator', limit: 7, afterSeq })
      subjects.push(...page.records.map(({ subject }) => subject))
      afterSeq = page.next
    }
    expect(subjects).toEqual(Array.from({ length: 30 }, (_, number) => `job-${number}`))
    let text = ''
    for await (const line of exportAudit(LOG_PATH, { fileSystem: disk })) text += line
    const files = [...disk.contents()].filter(([name]) => name.endsWith('.log')).sort(([a], [b]) => (a < b ? -1 : 1))
    expect(text).toBe(files.map(([, bytes]) => bytes.toString()).join(''))
  })

  it('is queried newest first, across its segments, and by the length of a page', async () => {
    const { disk, log } = await writtenDisk()
    await log.close()
    const seqs: number[] = []
    for (let beforeSeq: number | null = Number.MAX_SAFE_INTEGER; beforeSeq !== null; ) {
      const page = await queryAudit(LOG_PATH, { fileSystem: disk, order: 'newest', limit: 4, beforeSeq })
      seqs.push(...page.records.map(({ seq }) => seq))
      beforeSeq = page.next
    }
    const oldestFirst = (await queryAudit(LOG_PATH, { fileSystem: disk, limit: 10_000 })).records
    expect(seqs).toEqual(oldestFirst.map(({ seq }) => seq).reverse())
    const short = await queryAudit(LOG_PATH, { fileSystem: disk, order: 'newest', maxLength: 1 })
    expect(short).toMatchObject({ records: [{ seq: seqs[0] }], next: seqs[0] })
  })

  it('is followed through its rotations', async () => {
    const disk = emptyDisk()
    const log = await openAuditLog({ ...rotatingOptions(disk), retention: {} })
    const ended = new AbortController()
    const clock = {
      ...steadyClock(),
      after: (_: number, then: () => void) => {
        const timer = setImmediate(then)
        return () => clearImmediate(timer)
      },
    }
    const seen: string[] = []
    const following = (async () => {
      for await (const { subject } of followAudit(LOG_PATH, {
        fileSystem: disk,
        actor: 'operator',
        clock,
        signal: ended.signal,
      })) {
        seen.push(subject)
        if (seen.length === 30) ended.abort()
      }
    })()
    await work(disk, log)
    await following
    await log.close()
    expect(seen).toEqual(Array.from({ length: 30 }, (_, number) => `job-${number}`))
  })
})
