import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TrailingVolume, VOLUME_WINDOW_MS } from '../../src/market/trailing-volume.ts'
import { Exact, sum } from '../fixtures/exact.ts'
import { exact } from './exact-decimal.ts'

test('a fill counts from its own time until, not including, thirty days later', () => {
  const volume = new TrailingVolume()
  expect(volume.at(0).toString()).toBe('0')
  volume.add(1000, exact('10.5'))
  volume.add(1000, exact('0.25'))
  expect(volume.at(1000).toString()).toBe('10.75')
  volume.add(2000, exact('100'))
  expect(volume.at(1000 + VOLUME_WINDOW_MS - 1).toString()).toBe('110.75')
  expect(volume.at(1000 + VOLUME_WINDOW_MS).toString()).toBe('100')
  expect(volume.at(2000 + VOLUME_WINDOW_MS).toString()).toBe('0')
})

test('thirty days are 30 × 24 hours', () => {
  expect(VOLUME_WINDOW_MS).toBe(2_592_000_000)
})

test('the sum is that of the window, to the last digit', () => {
  const fill = fc.record({
    wait: fc.integer({ min: 0, max: VOLUME_WINDOW_MS / 3 }),
    value: fc.tuple(fc.bigInt({ min: 1n, max: 10n ** 24n }), fc.integer({ min: 0, max: 18 })),
  })
  fc.assert(
    fc.property(fc.array(fill, { minLength: 1, maxLength: 60 }), (fills) => {
      const volume = new TrailingVolume()
      const seen: { time: number; value: Exact }[] = []
      let now = 0
      for (const { wait, value } of fills) {
        now += wait
        const text = `${value[0]}e-${value[1]}`
        volume.add(now, exact(text))
        seen.push({ time: now, value: new Exact(text) })
        const within = seen.filter(({ time }) => time > now - VOLUME_WINDOW_MS).map((each) => each.value)
        expect(sum(within).eq(volume.at(now).toString())).toBe(true)
      }
    }),
  )
})

test('fills that have left the window are forgotten, and the sum stays right', () => {
  const volume = new TrailingVolume()
  const minute = 60_000
  // One of a unit each minute: 43,200 minutes lie in the window.
  for (let index = 0; index < 100_000; index++) {
    volume.add(index * minute, exact('1'))
    if (index % 9973 === 0) expect(volume.at(index * minute).toString()).toBe(String(Math.min(index + 1, 43_200)))
  }
  expect(volume.at(99_999 * minute).toString()).toBe('43200')
  expect(volume.at(99_999 * minute + VOLUME_WINDOW_MS).toString()).toBe('0')
})
