import type { Cancel } from '@tezgah/core/clock'
import { describe, expect, it } from 'vitest'
import { createSimulatedClock } from '../src/simulated-clock.ts'

/** A platform whose clock is moved by hand and whose timers are only written down. */
function handMoved() {
  const waits: number[] = []
  const platform = { wall: 1_000_000, steady: 500 }
  const clock = { now: () => platform.wall, monotonic: () => platform.steady }
  const timers = {
    after(delayMs: number): Cancel {
      waits.push(delayMs)
      return () => undefined
    },
  }
  return { platform, waits, ports: { clock, timers } }
}

describe('stepped time', () => {
  it('stands, and calls back in order of time, each at its own', () => {
    const time = createSimulatedClock({ mode: 'stepped', start: 100 }, handMoved().ports)
    const seen: string[] = []
    const note = (name: string) => () => seen.push(`${name}@${time.now()}`)
    time.after(30, note('c'))
    time.after(10, note('a'))
    const cancel = time.after(15, note('never'))
    time.after(10, () => time.after(10, note('b')))
    cancel()
    cancel()
    expect(time.now()).toBe(100)
    time.advance(29)
    expect(seen).toEqual(['a@110', 'b@120'])
    time.advance(1)
    expect(seen).toEqual(['a@110', 'b@120', 'c@130'])
    expect([time.now(), time.monotonic()]).toEqual([130, 30])
    expect(() => time.advance(-1)).toThrow('ms must be 0 or more, received -1')
  })
})

describe('scaled time', () => {
  it('runs faster than the steady clock, and waits less', () => {
    const { platform, waits, ports } = handMoved()
    const time = createSimulatedClock({ mode: 'scaled', speed: 60, start: 5000 }, ports)
    platform.steady += 1000
    platform.wall -= 99_999
    expect([time.now(), time.monotonic()]).toEqual([65_000, 60_000])
    time.after(60_000, () => undefined)
    expect(waits).toEqual([1000])
  })
})

describe('real time', () => {
  it('follows the wall, jumps and all, and cannot be advanced', () => {
    const { platform, ports } = handMoved()
    const time = createSimulatedClock({ mode: 'real' }, ports)
    platform.wall += 3_600_000
    platform.steady += 5
    expect([time.now(), time.monotonic()]).toEqual([4_600_000, 5])
    expect(() => time.advance(1)).toThrow('only a stepped time')
  })
})
