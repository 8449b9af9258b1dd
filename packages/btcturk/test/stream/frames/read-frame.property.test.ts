import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isBtcturkError } from '../../../src/errors.ts'
import { readFrame, readFrameBySchema, scanFrame } from '../../../src/stream/frames/read-frame.ts'
import { damagedFrameText, frameText } from './spelling.ts'

function bySchema(text: string): unknown {
  try {
    return readFrameBySchema(text)
  } catch {
    return null
  }
}

function byBoth(text: string): unknown {
  try {
    return readFrame(text)
  } catch {
    return null
  }
}

it('accepts by hand and by schema exactly the same frames, with the same meaning', () => {
  let scanned = 0
  let refused = 0
  fc.assert(
    fc.property(fc.oneof(frameText, damagedFrameText), (text) => {
      const byHand = scanFrame(text)
      const expected = bySchema(text)
      if (byHand !== null) {
        scanned++
        expect(byHand).toEqual(expected)
      }
      if (expected === null) refused++
      expect(byBoth(text)).toEqual(expected)
    }),
    { numRuns: 3000, seed: 402 },
  )
  expect(scanned).toBeGreaterThan(500)
  expect(refused).toBeGreaterThan(500)
}, 60_000)

it('refuses whatever is no frame with an error of its own', () => {
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
      try {
        readFrame(text)
      } catch (error) {
        expect(isBtcturkError(error) && error.code).toBe('malformed')
      }
    }),
    { numRuns: 2000, seed: 1 },
  )
}, 60_000)
