import { execFileSync } from 'node:child_process'
import {
  backgroundTimers,
  createManualClock,
  DAY_MS,
  delay,
  HOUR_MS,
  MINUTE_MS,
  raceAbort,
  SECOND_MS,
  systemClock,
  systemTimers,
} from '@tezgah/core/clock'
import { afterEach, describe, expect, it, vi } from 'vitest'

describe('manual clock', () => {
  it('stands still, and calls back in order of time, each at its own', () => {
    const clock = createManualClock(100)
    const seen: string[] = []
    const note = (name: string) => () => seen.push(`${name}@${clock.now()}`)
    clock.after(30, note('c'))
    clock.after(10, note('a'))
    const cancel = clock.after(15, note('never'))
    clock.after(10, () => clock.after(10, note('b')))
    cancel()
    cancel()
    expect(clock.now()).toBe(100)
    clock.advance(29)
    expect(seen).toEqual(['a@110', 'b@120'])
    clock.advance(1)
    expect(seen).toEqual(['a@110', 'b@120', 'c@130'])
    expect([clock.now(), clock.monotonic()]).toEqual([130, 30])
    expect(() => clock.advance(-1)).toThrow('ms must be 0 or more, received -1')
    expect(() => clock.advance(Number.NaN)).toThrow(RangeError)
  })

  it('runs those due at one time in the order in which they were asked for, and past ones at once', () => {
    const clock = createManualClock()
    const seen: string[] = []
    clock.after(5, () => seen.push('first'))
    clock.after(5, () => seen.push('second'))
    clock.after(-7, () => seen.push('past'))
    clock.advance(0)
    expect(seen).toEqual(['past'])
    clock.advance(5)
    expect(seen).toEqual(['past', 'first', 'second'])
  })

  it('repeats until it is cancelled, also from within', () => {
    const clock = createManualClock(1000)
    const at: number[] = []
    const cancel = clock.every(10, () => {
      at.push(clock.now())
      if (at.length === 3) cancel()
    })
    clock.advance(25)
    expect(at).toEqual([1010, 1020])
    clock.advance(1000)
    expect(at).toEqual([1010, 1020, 1030])
    cancel()
  })
})

describe.each([
  ['manual clock', createManualClock()],
  ['system timers', systemTimers],
  ['background timers', backgroundTimers],
])('%s', (_, timers) => {
  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31])('refuses to repeat every %s ms', (interval) => {
    expect(() => timers.every(interval, () => undefined)).toThrow(
      'intervalMs must be a whole number from 1 to 2147483647, received',
    )
  })
})

describe('system timers', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  it.each([
    ['systemTimers', systemTimers],
    ['backgroundTimers', backgroundTimers],
  ])('%s wait, cap a delay that would fire at once, and can be cancelled', (_, timers) => {
    vi.useFakeTimers()
    const seen: string[] = []
    timers.after(10, () => seen.push('after'))
    timers.after(-5, () => seen.push('past'))
    timers.after(2 ** 40, () => seen.push('far'))
    timers.after(5, () => seen.push('cancelled'))()
    const cancel = timers.every(4, () => seen.push('every'))
    vi.advanceTimersByTime(10)
    expect(seen).toEqual(['past', 'every', 'every', 'after'])
    cancel()
    cancel()
    vi.advanceTimersByTime(2 ** 31 - 12)
    expect(seen).toHaveLength(4)
    vi.advanceTimersByTime(1)
    expect(seen[4]).toBe('far')
  })

  it('let a process end while an interval or a background delay waits', () => {
    const program = `
      import { backgroundTimers, systemTimers } from '@tezgah/core/clock'
      systemTimers.every(60_000, () => {})
      backgroundTimers.after(60_000, () => {})
      systemTimers.after(20, () => console.log('done'))`
    const options = { cwd: import.meta.dirname, encoding: 'utf8', timeout: 30_000 } as const
    const flags = ['--conditions=@tezgah/source', '--input-type=module', '--eval', program]
    expect(execFileSync(process.execPath, flags, options)).toBe('done\n')
  })

  it('read the clocks of the platform', () => {
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1000)
    expect(systemClock.monotonic()).toBeLessThanOrEqual(performance.now())
    expect([SECOND_MS, MINUTE_MS, HOUR_MS, DAY_MS]).toEqual([1000, 60_000, 3_600_000, 86_400_000])
  })
})

describe('delay', () => {
  it('resolves when its time has passed', async () => {
    const clock = createManualClock()
    let isDone = false
    const done = delay(10, { timers: clock }).then(() => {
      isDone = true
    })
    clock.advance(9)
    await Promise.resolve()
    expect(isDone).toBe(false)
    clock.advance(1)
    await done
    expect(isDone).toBe(true)
  })

  it('resolves early when the signal aborts, before the call or later', async () => {
    const clock = createManualClock()
    const controller = new AbortController()
    const waiting = delay(10, { timers: clock, signal: controller.signal })
    controller.abort()
    await waiting
    await delay(10, { timers: clock, signal: controller.signal })
    await delay(1)
  })
})

describe('raceAbort', () => {
  it('gives what the work gives, or its error', async () => {
    const { signal } = new AbortController()
    expect(await raceAbort(signal, async () => 5)).toBe(5)
    await expect(raceAbort(signal, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  })

  it('rejects with the reason as soon as the signal aborts', async () => {
    const controller = new AbortController()
    const racing = raceAbort(controller.signal, () => new Promise<never>(() => undefined))
    controller.abort(new Error('enough'))
    await expect(racing).rejects.toThrow('enough')
  })

  it('starts no work after an abort', async () => {
    const work = vi.fn(async () => 5)
    await expect(raceAbort(AbortSignal.abort(new Error('enough')), work)).rejects.toThrow('enough')
    expect(work).not.toHaveBeenCalled()
  })
})
