import { describe, expect, it } from 'vitest'
import { createProgressBar } from '../../src/output/progress-bar.ts'
import { fakeIo } from '../fake-io.ts'

function watch(options: { terminal: boolean; tickMs: number }): string {
  const io = fakeIo(options)
  const bar = createProgressBar(io, 100)
  for (let done = 10; done <= 100; done += 10) bar.update(done)
  bar.clear()
  return io.stderr.text()
}

describe('createProgressBar', () => {
  it('shows how far a long run is, and leaves an empty line', () => {
    const shown = watch({ terminal: true, tickMs: 300 })
    expect(shown).toContain(`${'█'.repeat(15)}${'░'.repeat(15)} 50 % of 100 candles, 2 s left`)
    expect(shown.endsWith('\r\u001B[K')).toBe(true)
  })

  it('stays away from a run shorter than a second', () => {
    expect(watch({ terminal: true, tickMs: 50 })).toBe('')
  })

  it('stays away where no terminal is', () => {
    expect(watch({ terminal: false, tickMs: 300 })).toBe('')
  })

  it('draws ten times a second at most', () => {
    const io = fakeIo({ terminal: true, tickMs: 10 })
    const bar = createProgressBar(io, 1_000)
    for (let done = 1; done <= 200; done++) bar.update(done)
    expect(io.stderr.text().split('\r')).toHaveLength(1 + 11)
  })
})
