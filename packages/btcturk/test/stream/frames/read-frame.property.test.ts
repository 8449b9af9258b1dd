import fc from 'fast-check'
import { expect, it } from 'vitest'
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
