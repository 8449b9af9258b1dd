import {
  checkConsistency,
  createTreeView,
  EMPTY_ROOT,
  ed25519Signer,
  formatWitnessRequest,
  parseWitnessRequest,
  proveConsistency,
  signCheckpoint,
  type TreeHead,
  UNSEEN_LOG,
  verifierKey,
  type WitnessAnswer,
  type WitnessRequest,
  witnessCheckpoint,
} from '@tezgah/audit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLogWriter, event } from '../events.ts'

const signer = ed25519Signer('example.com/desk', new Uint8Array(32).fill(1))
const log = { origin: signer.name, keys: [verifierKey(signer.name, 1, signer.publicKey)] }

/** A log of twenty records, and one that differs from record 8 on. */
function history(fork: number | null): { heads: TreeHead[]; hashes: string[] } {
  const writer = createLogWriter()
  for (let number = 1; number < 20; number++) writer.append(event(number === fork ? 99 : number))
  return { heads: writer.heads, hashes: writer.lines.map((line) => JSON.parse(String(Buffer.from(line))).hash) }
}
const honest = history(null)
const forked = history(8)

function request(from: ReturnType<typeof history>, oldSize: number, size: number): WitnessRequest {
  const proof = proveConsistency(createTreeView(from.hashes), oldSize, size)
  return { oldSize, proof, note: signCheckpoint({ origin: log.origin, ...from.heads[size]! }, [signer]) }
}
const answer = (state: TreeHead, sent: WitnessRequest): WitnessAnswer => witnessCheckpoint(state, sent, log)
const seen = honest.heads[6]!

describe('witnessCheckpoint', () => {
  it('follows a log from nothing, and takes the same size again', () => {
    let state = UNSEEN_LOG
    for (const size of [0, 1, 4, 4, 9, 20]) {
      const result = answer(state, request(honest, state.size, size))
      expect(result).toMatchObject({ status: 200, state: honest.heads[size] })
      if (result.status === 200) state = result.state
    }
  })

  it('gives out the text to sign', () => {
    const result = answer(seen, request(honest, 6, 9))
    const root = Buffer.from(honest.heads[9]?.root ?? '', 'hex').toString('base64')
    expect(result).toMatchObject({ text: `example.com/desk\n9\n${root}\n` })
  })

  it.each<[string, WitnessRequest, Partial<WitnessAnswer>]>([
    ['an old state given again', request(honest, 4, 5), { status: 409, size: 6 }],
    ['a log that shrank', { ...request(honest, 4, 5), oldSize: 6 }, { status: 400 }],
    ['another tree of the same size', request(forked, 6, 9), { status: 200 }],
    [
      'a proof that is too long',
      { ...request(honest, 6, 9), proof: [...request(honest, 6, 9).proof, EMPTY_ROOT] },
      { status: 422 },
    ],
    [
      'a proof that is too short',
      { ...request(honest, 6, 9), proof: request(honest, 6, 9).proof.slice(1) },
      { status: 422 },
    ],
    ['no proof', { ...request(honest, 6, 9), proof: [] }, { status: 422 }],
    ['a note of an unknown log', { ...request(honest, 6, 9), note: 'x\n' }, { status: 403 }],
    [
      'a checkpoint changed after it was signed',
      { ...request(honest, 6, 9), note: request(honest, 6, 9).note.replace('\n9\n', '\n10\n') },
      { status: 403 },
    ],
  ])('answers %s', (_, sent, expected) => {
    expect(answer(seen, sent)).toMatchObject(expected)
  })

  it('never accepts two histories, in any order', () => {
    const step = fc.record({ fork: fc.boolean(), old: fc.nat(20), size: fc.nat(20) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let state = UNSEEN_LOG
        const accepted: TreeHead[] = []
        for (const { fork, old, size } of steps) {
          const from = fork ? forked : honest
          // Half of the requests say the size that the witness really saw.
          const oldSize = Math.min(old % 2 === 0 ? state.size : old, size)
          const result = answer(state, request(from, oldSize, size))
          if (result.status !== 200) continue
          state = result.state
          accepted.push(state)
        }
        const sizes = accepted.map(({ size }) => size)
        expect(sizes).toEqual(sizes.toSorted((a, b) => a - b))
        const oneLog = [honest, forked].some(({ heads }) =>
          accepted.every(({ size, root }) => heads[size]?.root === root),
        )
        expect(oneLog, 'all of one history').toBe(true)
      }),
    )
  })

  it('sees that the second history of one size is another', () => {
    const state = honest.heads[12]!
    expect(answer(state, { ...request(forked, 12, 12), oldSize: 12 })).toMatchObject({ status: 409 })
    expect(answer(state, request(forked, 12, 15))).toMatchObject({ status: 422 })
    expect(checkConsistency(state, forked.heads[15]!, request(forked, 12, 15).proof)).toBe(false)
  })
})

describe('the body of a request', () => {
  it('is read as it was written', () => {
    for (const [old, size] of [
      [0, 3],
      [6, 9],
      [7, 7],
    ] as const) {
      const sent = request(honest, old, size)
      expect(parseWitnessRequest(formatWitnessRequest(sent))).toEqual(sent)
    }
    expect(
      formatWitnessRequest(request(honest, 0, 3))
        .split('\n')
        .slice(0, 4),
    ).toEqual(['old 0', '', 'example.com/desk', '3'])
  })

  it.each([
    ['nothing', ''],
    ['no size', 'old \n\nx\n'],
    ['a leading zero', 'old 01\n\nx\n'],
    ['a hash that is too short', 'old 1\nq6ur\n\nx\n'],
    ['a hash too many', `old 1\n${'q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=\n'.repeat(64)}\nx\n`],
  ])('is not read when it is %s', (_, body) => {
    expect(parseWitnessRequest(body)).toBeNull()
  })
})
