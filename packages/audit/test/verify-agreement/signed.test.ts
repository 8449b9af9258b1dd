import { spawnSync } from 'node:child_process'
import {
  appendLogRecord,
  commitment,
  cosign,
  createTree,
  EMPTY_CHAIN,
  ed25519Signer,
  formatDisclosure,
  formatVerifierKey,
  frameNote,
  openSegment,
  parseNote,
  signCheckpoint,
  verifierKey,
} from '@tezgah/audit'
import { afterAll, describe, expect, it } from 'vitest'
import { ACTIVE, BASE } from './honest-log.ts'
import { PythonVerifier } from './verifiers.ts'

const hasPython = spawnSync('python3', ['--version']).status === 0
if (!hasPython) console.warn('skipped: verify.py is compared only where there is a python3')

const SALT = '5a'.repeat(32)
const log = ed25519Signer('example.com/log', new Uint8Array(32).fill(1))
const witness = ed25519Signer('example.com/w', new Uint8Array(32).fill(2))
const vkeys = [formatVerifierKey(verifierKey(log.name, 1, log.publicKey))]
const witnessVkeys = [formatVerifierKey(verifierKey(witness.name, 4, witness.publicKey))]

/** Two records, the second with a sealed value, and a signed checkpoint of both that a witness cosigned. */
function writeLog() {
  const tree = createTree()
  const stamp = { time: 1, mono: 0, boot: '0'.repeat(32) }
  const opened = openSegment({ chain: EMPTY_CHAIN, tree, stamp }, 0, null)
  const details = { who: [{ $sealed: commitment(SALT, { name: 'Ayşe', age: 4.5 }) }] }
  const event = { action: 'log.test', subject: 'x', details } as const
  const second = appendLogRecord(opened.state, event, stamp)
  for (const { record } of [opened, second]) tree.append(record.hash)
  const note = signCheckpoint({ origin: log.name, size: 2, root: tree.root() }, [log])
  const line = cosign(parseNote(note)!.text, 1_767_225_600, witness)
  return { text: Buffer.concat([opened.line, second.line]), note, cosigned: `${note}${line.trimEnd()}\n` }
}

describe.skipIf(!hasPython)('verify.py reads what the package signs and seals', () => {
  const python = new PythonVerifier()
  afterAll(() => python.close())
  const { text, note, cosigned } = writeLog()
  const files = new Map([
    [ACTIVE, text],
    [`${BASE}.checkpoints`, Buffer.from(frameNote(note))],
  ])
  const forged = (signed: string) => signed.replace('\n2\n', '\n1\n')

  it('a checkpoint of the log', async () => {
    expect((await python.verify({ files, pins: [] }, { vkeys })).status).toBe('intact')
    const bad = new Map(files).set(`${BASE}.checkpoints`, Buffer.from(frameNote(forged(note))))
    expect(await python.verify({ files: bad, pins: [] }, { vkeys })).toEqual({ status: 'tampered', firstBadSeq: 0 })
    const other = [formatVerifierKey(verifierKey('example.com/other', 1, log.publicKey))]
    expect((await python.verify({ files, pins: [] }, { vkeys: other })).status).toBe('unproven')
  })

  it('the cosignature of a witness', async () => {
    const given = { checkpoints: [cosigned], witnessVkeys }
    expect((await python.verify({ files, pins: [] }, given)).status).toBe('intact')
    expect((await python.verify({ files, pins: [] }, { ...given, checkpoints: [note] })).status).toBe('unreadable')
    const changed = { ...given, checkpoints: [forged(cosigned)] }
    expect((await python.verify({ files, pins: [] }, changed)).status).toBe('unreadable')
  })

  it.each([
    ['the value', { name: 'Ayşe', age: 4.5 }, 'intact'],
    ['another value', { name: 'Ayşe', age: 5 }, 'tampered'],
  ])('a disclosure of %s', async (_, value, status) => {
    const line = Buffer.from(formatDisclosure({ seq: 1, path: '/who/0', salt: SALT, value }))
    const disclosed = new Map(files).set(`${BASE}.disclosures`, line)
    expect((await python.verify({ files: disclosed, pins: [] })).status).toBe(status)
  })
})
