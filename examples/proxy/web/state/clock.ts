import { createServiceContext } from './context.ts'
import type { ReadableStore } from './store.ts'
import { useStore } from './use-store.ts'

const TICK_MS = 1_000

/** The time in whole seconds (epoch ms), from one timer for the whole page, which runs only while a component listens. */
export function createClock(now: () => number): ReadableStore<number> {
  const listeners = new Set<() => void>()
  const read = (): number => Math.floor(now() / TICK_MS) * TICK_MS
  let value = read()
  let timer: ReturnType<typeof setInterval> | undefined
  const tick = (): void => {
    value = read()
    for (const listener of [...listeners]) listener()
  }
  return {
    get: () => {
      if (timer === undefined) value = read()
      return value
    },
    subscribe: (listener) => {
      listeners.add(listener)
      timer ??= setInterval(tick, TICK_MS)
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
  }
}

export const { Provider: ClockProvider, use: useClock } = createServiceContext<ReadableStore<number>>('useClock')

/** Epoch ms in whole seconds. The component is drawn again each second: keep it small. */
export const useNow = (): number => useStore(useClock())
