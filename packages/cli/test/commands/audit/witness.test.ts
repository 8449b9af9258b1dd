import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  createTreeView,
  formatWitnessRequest,
  parseNote,
  parseVerifierKey,
  proveConsistency,
  rootOf,
  signCheckpoint,
  verifyNote,
} from '@tezgah/audit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createWitnessServer } from '../../../src/commands/audit/witness-server.ts'
import { WitnessState } from '../../../src/commands/audit/witness-state.ts'
import { temporaryFolder } from '../../temporary-folder.ts'
import { createSigner, ORIGIN } from './log-fixture.ts'

const inFolder = temporaryFolder()
const log = createSigner(ORIGIN)
const witness = createSigner('example.com/witness', 4)
const view = createTreeView(Array.from({ length: 9 }, (_, seq) => String(seq).repeat(64)))
const other = createTreeView(Array.from({ length: 9 }, () => 'f'.repeat(64)))
const SEEN_AT_MS = 1_767_225_600_123

let server: Server
let stop: (() => Promise<unknown>) | undefined

beforeEach(() => start())
afterEach(() => stop?.())

async function start(): Promise<void> {
  await stop?.()
  server = createWitnessServer({
    log: { origin: ORIGIN, keys: [parseVerifierKey(log.vkey)] },
    signer: witness.signer,
    state: new WitnessState(inFolder('state.json')),
    now: () => SEEN_AT_MS,
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  stop = () => new Promise((resolve) => server.close(resolve).closeAllConnections())
}

const noteOf = (size: number, tree = view, origin = ORIGIN, signer = log.signer) =>
  signCheckpoint({ origin, size, root: size === 0 ? rootOf([]) : tree.rangeRoot(0, size) }, [signer])

async function post(body: string, path = '/add-checkpoint') {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`
  const response = await fetch(url, { method: 'POST', body })
  return { status: response.status, text: await response.text(), type: response.headers.get('content-type') }
}

const ask = (oldSize: number, size: number, note = noteOf(size), tree = view) =>
  post(formatWitnessRequest({ oldSize, proof: proveConsistency(tree, oldSize, size), note }))

describe('a witness over HTTP', () => {
  it('cosigns what goes on from what it saw', async () => {
    for (const [oldSize, size] of [
      [0, 3],
      [3, 3],
      [3, 8],
    ] as const) {
      const note = noteOf(size)
      const { status, text } = await ask(oldSize, size, note)
      expect(status).toBe(200)
      const signed = verifyNote(parseNote(note + text)!, [parseVerifierKey(witness.vkey)])
      expect(signed).toMatchObject([{ seenAt: Math.floor(SEEN_AT_MS / 1000) }])
    }
  })

  it('remembers over a restart, and says what it saw to whoever thinks otherwise', async () => {
    await ask(0, 5)
    await start()
    expect(await ask(0, 3)).toEqual({ status: 409, text: '5\n', type: 'text/x.tlog.size' })
    expect((await ask(5, 9)).status).toBe(200)
  })

  it('refuses another history of the same log', async () => {
    await ask(0, 5)
    expect((await ask(5, 5, noteOf(5, other))).status).toBe(409)
    expect((await ask(5, 8, noteOf(8, other), other)).status).toBe(422)
    expect(JSON.parse(readFileSync(inFolder('state.json'), 'utf8'))).toEqual({ size: 5, root: view.rangeRoot(0, 5) })
  })

  it('refuses other logs, other keys and what makes no sense', async () => {
    expect(
      (await ask(0, 3, noteOf(3, view, 'example.com/other', createSigner('example.com/other').signer))).status,
    ).toBe(404)
    expect((await ask(0, 3, noteOf(3, view, ORIGIN, createSigner(ORIGIN).signer))).status).toBe(403)
    expect((await post('hello')).status).toBe(400)
    expect((await post('x'.repeat(70_000))).status).toBe(413)
    expect((await post('', '/elsewhere')).status).toBe(404)
    expect(existsSync(inFolder('state.json'))).toBe(false)
  })

  it('signs nothing that it could not store', async () => {
    mkdirSync(inFolder('state.json'))
    expect(await ask(0, 3)).toMatchObject({ status: 500, text: 'the state could not be stored\n' })
    expect((await ask(3, 5)).status, 'it does not believe that it saw 3').toBe(409)
  })

  it('starts from no state but one that it wrote', () => {
    writeFileSync(inFolder('state.json'), '{"size":-1}')
    expect(() => new WitnessState(inFolder('state.json'))).toThrow('is not the state of a witness')
  })
})
