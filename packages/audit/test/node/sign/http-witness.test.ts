import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  cosign,
  ed25519Signer,
  openCheckpoint,
  parseVerifierKey,
  parseWitnessRequest,
  splitNotes,
  UNSEEN_LOG,
  verifierKey,
  witnessCheckpoint,
} from '@tezgah/audit'
import { type AuditLogOptions, httpWitness, openAuditLog } from '@tezgah/audit/node'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MemoryFileSystem } from '../memory-file-system.ts'
import { emptyDisk, ORIGIN, rotatingOptions, vkey, work } from '../workload.ts'

const cosigner = ed25519Signer('witness.example', new Uint8Array(32).fill(9))
let server: Server
let url = ''
let state = UNSEEN_LOG
let answers: number[] = []

beforeEach(async () => {
  state = UNSEEN_LOG
  answers = []
  const watched = { origin: ORIGIN, keys: [parseVerifierKey(vkey(1))] }
  server = createServer(async (request, response) => {
    let body = ''
    for await (const piece of request) body += piece
    const asked = request.url === '/add-checkpoint' ? parseWitnessRequest(body) : null
    const found = asked === null ? null : witnessCheckpoint(state, asked, watched)
    answers.push(found?.status ?? 400)
    if (found?.status === 200) state = found.state
    const text = found?.status === 200 ? cosign(found.text, 1_750_000_000, cosigner) : `${found?.size}\n`
    response.writeHead(found?.status ?? 400).end(text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  url = `http://127.0.0.1:${port}`
})

afterEach(() => new Promise((resolve) => server.close(resolve)))

function options(disk: MemoryFileSystem, more: Partial<AuditLogOptions> = {}): AuditLogOptions {
  return { ...rotatingOptions(disk), retention: {}, witnesses: [httpWitness({ url })], ...more }
}

async function writeMore(disk: MemoryFileSystem, more: Partial<AuditLogOptions> = {}) {
  const log = await openAuditLog(options(disk, more))
  await work(disk, log)
  await log.close()
  return log.state
}

describe('a witness over HTTP', () => {
  it('sees every head go on from the one before, and its signature is kept beside the log', async () => {
    const disk = emptyDisk()
    const { size, witnesses } = await writeMore(disk)
    expect(witnesses).toEqual([{ name: url, witnessed: size, lag: 0, failures: 0, error: null }])
    expect(state.size).toBe(size)
    expect(new Set(answers)).toEqual(new Set([200]))
    const notes = splitNotes(disk.contents().get('backtest.checkpoints')?.toString() ?? '')
    const keys = [verifierKey(cosigner.name, 4, cosigner.publicKey)]
    const seen = notes.map((note) => openCheckpoint(note, ORIGIN, keys)).filter(({ status }) => status !== 'refused')
    expect(seen.at(-1)).toMatchObject({ checkpoint: { size, root: state.root } })
  })

  it('is shown, from the files, how the log goes on from a size of several segments ago', async () => {
    const disk = emptyDisk()
    const { size } = await writeMore(disk)
    // While the witness was not asked, the log rotated three times.
    await writeMore(disk, { witnesses: [] })
    expect(state.size).toBe(size)
    answers = []
    const later = await writeMore(disk)
    expect(answers[0], 'the new process does not know what the witness saw').toBe(409)
    expect(new Set(answers.slice(1))).toEqual(new Set([200]))
    expect([state.size, later.witnesses[0]?.error]).toEqual([later.size, null])
  })

  it('that saw what was removed since cannot be served, and the log says so', async () => {
    const disk = emptyDisk()
    const { size } = await writeMore(disk)
    await writeMore(disk, { witnesses: [], retention: { maxSegments: 1 } })
    const { witnesses } = await writeMore(disk)
    expect(witnesses[0]).toMatchObject({ witnessed: null, error: `the records up to ${size} were removed` })
  })

  it('that saw more records than there are is believed', async () => {
    state = { size: 1_000_000, root: '0'.repeat(64) }
    const { witnesses } = await writeMore(emptyDisk())
    expect(witnesses[0]?.error).toMatch(/^the witness saw 1000000 records, the log has fewer$/)
  })

  it('that is not there fails, and the log goes on', async () => {
    const refusing = httpWitness({ url, fetch: () => Promise.reject(new Error('connection refused')) })
    const { status, witnesses } = await writeMore(emptyDisk(), { witnesses: [refusing] })
    expect([status, witnesses[0]?.error]).toEqual(['closed', 'connection refused'])
    const elsewhere = await writeMore(emptyDisk(), { witnesses: [httpWitness({ url: `${url}/nowhere` })] })
    expect(elsewhere.witnesses[0]?.error).toBe('the witness answered 400')
  })
})
