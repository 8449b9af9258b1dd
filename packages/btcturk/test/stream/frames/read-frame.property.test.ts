import { canonicalDecimal } from '@tezgah/core/decimal'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isBtcturkError } from '../../../src/errors.ts'
import type { StreamMessage } from '../../../src/stream/frames/messages.ts'
import { readFrame } from '../../../src/stream/frames/read-frame.ts'
import { damagedFrameText, frameText } from './spelling.ts'

/** The message of a frame; `null` for one that is refused as it should be. */
function messageOf(text: string): StreamMessage | null {
  try {
    return readFrame(text)
  } catch (error) {
    expect(isBtcturkError(error) && error.code).toBe('malformed')
    return null
  }
}

type Wire = Readonly<Record<string, unknown>>

const level = ({ P, A }: Wire) => ({ price: canonicalDecimal(P), quantity: canonicalDecimal(A) })
const change = (entry: Wire) => ({ ...level(entry), removed: entry['CP'] === 3 })
const levels = (side: unknown, read: (entry: Wire) => object) => (side as Wire[]).map(read)

/** What the frame says, read from its JSON without a schema. */
function expected(text: string): object | null {
  const [type, wire] = JSON.parse(text) as [number, Wire]
  const { B, A, BA, AA, H, L, LA, O, V, AV, D, DP, I, P, S, AO, BO } = wire
  const of = canonicalDecimal
  switch (type) {
    case 402:
      return {
        ...{ kind: 'ticker', symbol: wire['PS'], bid: of(B), ask: of(A), bidQuantity: of(BA), askQuantity: of(AA) },
        ...{ high: of(H), low: of(L), last: of(LA), open: of(O), volume: of(V), average: of(AV) },
        ...{ change: of(D), changePercent: of(DP) },
      }
    case 422:
      return { kind: 'trade', id: I, time: Number(D), side: S === 0 ? 'sell' : 'buy', price: of(P), quantity: of(A) }
    case 431:
      return { kind: 'book', changeSet: wire['CS'], asks: levels(AO, level), bids: levels(BO, level) }
    case 432:
      return { kind: 'bookChange', changeSet: wire['CS'], asks: levels(AO, change), bids: levels(BO, change) }
    default:
      return null
  }
}

it('reads every field exactly, or refuses the frame', () => {
  let read = 0
  let refused = 0
  fc.assert(
    fc.property(fc.oneof(frameText, damagedFrameText), (text) => {
      const message = messageOf(text)
      if (message === null) {
        refused++
        return
      }
      read++
      const fields = expected(text)
      if (fields !== null) expect(message).toMatchObject(fields)
    }),
    { numRuns: 3000, seed: 402 },
  )
  expect(read).toBeGreaterThan(500)
  expect(refused).toBeGreaterThan(500)
}, 60_000)

it('refuses what is not a frame with an error of its own', () => {
  const anything = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .tuple(fc.constantFrom(100, 114, 201, 401, 402, 421, 422, 423, 428, 431, 432, 441, 451, 991), fc.jsonValue())
      .map((frame) => JSON.stringify(frame)),
    fc.constantFrom('['.repeat(10_000), '[432,{"__proto__":{"CS":1}}]', '[1e999,{}]', '[402]', '[402,{},{}]'),
  )
  fc.assert(
    fc.property(anything, (text) => {
      messageOf(text)
    }),
    { numRuns: 2000, seed: 1 },
  )
}, 60_000)
