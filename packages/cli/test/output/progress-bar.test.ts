import { describe, expect, it } from 'vitest'
import { createProgressBar } from '../../src/output/progress-bar.ts'
import { fakeIo } from '../fake-io.ts'

function watch(options: { terminal: boolean; tickMs: number }): string {
  const io = fakeIo(options)
  const bar = createProgressBar(io, { total: 100, unit: 'candles' })
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
    const bar = createProgressBar(io, { total: 1_000, unit: 'candles' })
    for (let done = 1; done <= 200; done++) bar.update(done)
    expect(io.stderr.text().split('\r')).toHaveLength(1 + 11)
  })

  it('counts what cost time alone, and minutes where there are many', () => {
    const io = fakeIo({ terminal: true, tickMs: 30_000 })
    const bar = createProgressBar(io, { total: 100, unit: 'pages' })
    bar.update(40, 40)
    expect(io.stderr.text().endsWith(' 40 % of 100 pages')).toBe(true)
    bar.update(42, 40)
    expect(io.stderr.text().endsWith(' 42 % of 100 pages, 29m left')).toBe(true)
  })

  it('says why nothing moves, also in the first second', () => {
    const io = fakeIo({ terminal: true })
    const bar = createProgressBar(io, { total: 4, unit: 'pages' })
    bar.update(2)
    bar.note('waiting for somebody')
    expect(io.stderr.text()).toBe(`\r\u001B[K${'█'.repeat(15)}${'░'.repeat(15)} 50 % of 4 pages, waiting for somebody`)
  })

  it('is whole on a terminal that does not know its width', () => {
    const io = fakeIo({ terminal: true, columns: 0, tickMs: 1_000 })
    createProgressBar(io, { total: 100, unit: 'pages' }).update(50)
    expect(io.stderr.text().endsWith(`${'░'.repeat(15)} 50 % of 100 pages, 1 s left`)).toBe(true)
  })

  it.each([20, 30, 45, 80])('stays on one line of %i columns', (columns) => {
    const io = fakeIo({ terminal: true, columns, tickMs: 1_000 })
    createProgressBar(io, { total: 100, unit: 'pages' }).update(50)
    const drawn = io.stderr.text().replace('\r\u001B[K', '')
    expect(drawn.length).toBeLessThan(columns)
    expect(drawn).toContain('50 % of 100 page')
  })
})
