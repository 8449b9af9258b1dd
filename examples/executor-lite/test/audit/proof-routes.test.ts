import { readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { checkConsistency, checkInclusion, openCheckpoint, parseVerifierKey, type TreeHead } from '@tezgah/audit'
import { EnvironmentError } from '@tezgah-examples/service-kit/environment'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CheckpointWitness } from '../../src/audit/checkpoint-witness.ts'
import { openSignedLog } from '../../src/audit/open-log.ts'
import { AUDIT_ORIGIN, openSigningKey } from '../../src/audit/signing-key.ts'
import type { AuditTrail } from '../../src/audit/trail.ts'
import { AuditVerification } from '../../src/audit/verification.ts'
import { BackgroundWorker } from '../../src/background/background-worker.ts'
import { readEnvironment } from '../../src/environment.ts'
import { createHarness, get, type Harness, start, TOKEN } from '../fixtures/harness.ts'

const viewer = { 'x-admin-token': TOKEN }
const event = { actor: 'a', action: 'b', subject: 'c', outcome: 'success' } as const

let harness: Harness

beforeEach(async () => {
  harness = await createHarness({ auditLog: true })
})
afterEach(() => harness.close())

const read = async (url: string) => (await get(harness.app, url, viewer)).json()

/** The checkpoint, opened as somebody else would who was told the key once. */
const opened = async (): Promise<TreeHead> => {
  await vi.waitFor(() => expect(harness.checkpoints.latest).not.toBeNull())
  const { checkpoint, key, root, size } = await read('/audit/checkpoint')
  const result = openCheckpoint(checkpoint, AUDIT_ORIGIN, [parseVerifierKey(key)])
  if (result.status === 'refused') throw new Error(result.reason)
  expect(result.checkpoint).toMatchObject({ root, size })
  return { root, size }
}

/** Enough records for another checkpoint. */
const grow = async (): Promise<void> => {
  const before = harness.checkpoints.latest?.size ?? 0
  await Promise.all(Array.from({ length: 120 }, () => harness.live.append(event)))
  await vi.waitFor(() => expect(harness.checkpoints.latest?.size).toBeGreaterThan(before))
}

describe('the checkpoint', { timeout: 30_000 }, () => {
  it('is signed, and every record it covers is proved to be in it', async () => {
    await start(harness.app)
    await grow()
    const head = await opened()
    const { records } = await read('/audit?limit=200')
    for (const seq of [0, 1, 2, Math.floor(head.size / 2), head.size - 1]) {
      // Of this checkpoint: on a busy machine the next one is signed meanwhile.
      const { hash, proof, ...others } = await read(`/audit/records/${seq}/proof?size=${head.size}`)
      expect([others, hash]).toEqual([{ seq, ...head }, records[seq].hash])
      expect(checkInclusion(hash, seq, head, proof)).toBe(true)
      expect(checkInclusion('0'.repeat(64), seq, head, proof)).toBe(false)
    }
    const earlier = await read('/audit/records/1/proof?size=3')
    expect(checkInclusion(earlier.hash, 1, { size: 3, root: earlier.root }, earlier.proof)).toBe(true)
  })

  it('is proved to go on from every one before', async () => {
    await grow()
    const first = await opened()
    await grow()
    const second = await opened()
    const { from, to, proof } = await read(`/audit/consistency?from=${first.size}`)
    expect([from, to]).toEqual([first, second])
    expect(checkConsistency(first, second, proof)).toBe(true)
    expect(checkConsistency({ ...first, root: '0'.repeat(64) }, second, proof)).toBe(false)
    const whole = await read(`/audit/consistency?from=0&to=${second.size}`)
    expect(checkConsistency(whole.from, second, whole.proof)).toBe(true)
  })

  it('is not proved beyond what there is, and says why', async () => {
    await opened()
    const refused = [
      ['/audit/records/x/proof', 400, 'seq'],
      ['/audit/records/0/proof?size=x', 400, 'size'],
      ['/audit/records/0/proof?size=100000', 400, 'size'],
      ['/audit/records/2/proof?size=2', 404, null],
      ['/audit/records/100000/proof', 404, null],
      ['/audit/consistency', 400, 'from'],
      ['/audit/consistency?from=2&to=1', 400, 'from'],
      ['/audit/consistency?from=0&to=100000', 400, 'to'],
      ['/audit/consistency?from=0&upto=1', 400, 'upto'],
    ]
    for (const [url, status, field] of refused) {
      const answer = await get(harness.app, String(url), viewer)
      expect([url, answer.statusCode, answer.json().errors?.[0].field ?? null]).toEqual([url, status, field])
    }
  })

  it('is not there before the first is signed', async () => {
    const other = await createHarness()
    for (const url of ['/audit/checkpoint', '/audit/records/0/proof', '/audit/consistency?from=0'])
      expect((await get(other.app, url, viewer)).statusCode).toBe(404)
    await other.close()
  })

  it('is not for everybody', async () => {
    for (const url of ['/audit/checkpoint', '/audit/records/0/proof', '/audit/consistency?from=0'])
      expect((await get(harness.app, url)).statusCode, url).toBe(401)
  })
})

describe('GET /audit/verify', { timeout: 30_000 }, () => {
  it('rests on the key once there is a checkpoint', async () => {
    await grow()
    expect(await read('/audit/verify')).toMatchObject({ status: 'intact', restsOn: 'own-key' })
  })
})

describe('a log that was shortened together with its checkpoints while the service was away', {
  timeout: 30_000,
}, () => {
  it('is found out by the checkpoint that is kept elsewhere', async () => {
    const files = {
      auditFile: path.join(harness.folder, 'away', 'log.log'),
      keyFile: path.join(harness.folder, 'away-key.pem'),
      checkpointFile: path.join(harness.folder, 'away-checkpoint.json'),
    }
    const first = await openSignedLog(files)
    for (let count = 0; count < 5; count++) await first.log.append(event)
    await first.log.close()
    expect(first.checkpoints.latest?.size).toBe(7)
    const lines = (await readFile(files.auditFile, 'utf8')).split('\n')
    await writeFile(files.auditFile, `${lines.slice(0, 4).join('\n')}\n`)
    await rm(files.auditFile.replace(/\.log$/, '.checkpoints'))
    const told: string[] = []
    const second = await openSignedLog({ ...files, onWitness: (error) => told.push(error) })
    await second.log.append(event)
    await second.log.close()
    expect(told.length).toBeGreaterThan(0)
    expect(second.checkpoints.latest, 'what was signed before stays').toEqual(first.checkpoints.latest)
    const third = await openSignedLog({ ...files, onWitness: (error) => told.push(error) })
    for (let count = 0; count < 9; count++) await third.log.append(event)
    await third.log.close()
    expect(told.at(-1)).toMatch(/does not begin with the 7 that were signed before/)
    expect(third.checkpoints.latest).toEqual(first.checkpoints.latest)
    const { checkpoints, log } = third
    const thread = new BackgroundWorker({ maxTasks: 1, timeoutMs: 60_000 })
    const { head, size } = log.state
    const audit: AuditTrail = { append: log.append, state: { status: 'open', head, size } }
    const { auditFile } = files
    const verdicts = new AuditVerification({ audit, auditFile, checkpoints, thread, monotonicNow: () => 0 })
    expect(await verdicts.latest()).toMatchObject({ status: 'tampered', restsOn: 'own-key', size: 14 })
    await thread.close()
  })
})

describe('the key', { timeout: 30_000 }, () => {
  it('is made once, for its owner only, and that is recorded with an alarm', async () => {
    const files = {
      auditFile: path.join(harness.folder, 'new', 'log.log'),
      keyFile: path.join(harness.folder, 'new-key.pem'),
      checkpointFile: path.join(harness.folder, 'new-checkpoint.json'),
    }
    const first = await openSignedLog(files)
    await first.log.close()
    if (process.platform !== 'win32') expect((await stat(files.keyFile)).mode & 0o777).toBe(0o600)
    const second = await openSignedLog(files)
    await second.log.close()
    expect(second.checkpoints.verifierKey).toBe(first.checkpoints.verifierKey)
    const made = (await readFile(files.auditFile, 'utf8')).split('\n').filter((line) => line.includes('audit.key-made'))
    expect(made.map((line) => JSON.parse(line).details)).toEqual([
      { verifier: first.checkpoints.verifierKey, alarm: true },
    ])
    const pem = await readFile(files.keyFile, 'utf8')
    expect(await readFile(files.auditFile, 'utf8')).not.toContain(pem.split('\n')[1])
  })

  it('that cannot be read, or did not sign what is kept, is said and nothing is begun', async () => {
    await opened()
    const key = path.join(harness.folder, 'other.pem')
    await writeFile(key, 'canary: no key')
    await expect(openSigningKey(key)).rejects.toThrow(/AUDIT_KEY_FILE must hold an Ed25519 private key/)
    await expect(openSigningKey(key)).rejects.not.toThrow(/canary/)
    const { verifierKey } = await openSigningKey(path.join(harness.folder, 'another.pem'))
    const kept = path.join(harness.folder, 'audit-checkpoint.json')
    await expect(CheckpointWitness.open(kept, verifierKey)).rejects.toThrow(EnvironmentError)
    await truncate(kept, 10)
    await expect(CheckpointWitness.open(kept, harness.checkpoints.verifierKey)).rejects.toThrow(/not a checkpoint/)
  })

  it('never lies in the folder of the log', () => {
    const AUDIT_LOG = path.join(harness.folder, 'audit', 'a.log')
    const AUDIT_KEY_FILE = path.join(harness.folder, 'audit', 'key.pem')
    expect(() => readEnvironment({ AUDIT_LOG, AUDIT_KEY_FILE })).toThrow(/AUDIT_KEY_FILE must not be in the folder/)
    expect(() => readEnvironment({ AUDIT_LOG, TEZGAH_DATA_DIR: path.join(harness.folder, 'audit') })).toThrow(
      /AUDIT_KEY_FILE must not be in the folder/,
    )
    const { auditKeyFile } = readEnvironment({ AUDIT_LOG, TEZGAH_DATA_DIR: path.join(harness.folder, 'data') })
    expect(auditKeyFile).toBe(path.join(harness.folder, 'data', 'audit-key.pem'))
  })
})
