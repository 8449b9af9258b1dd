import { expect, test } from 'vitest'
import { FrameReader, frameHeader } from '../../src/isolation/frames.ts'

test('a frame may have as many bytes as its kind allows, and no byte more', () => {
  const limits = { message: 3, bytes: 0 }
  const body = Uint8Array.of(1, 2, 3)

  expect(new FrameReader(limits).push(Uint8Array.of(...frameHeader('message', 3), ...body))).toEqual([
    { kind: 'message', body },
  ])
  expect(() => new FrameReader(limits).push(frameHeader('message', 4))).toThrow('at most 3 bytes, received 4')
})
