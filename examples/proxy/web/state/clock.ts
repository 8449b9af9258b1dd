import { type Cancel, type Clock, SECOND_MS, systemTimers } from '@tezgah/core/clock'
import { createServiceContext } from './context.ts'
import type { ReadableStore } from './store.ts'
import { useStore } from './use-store.ts'

/** The time in whole seconds (epoch ms), from one timer for the whole page, which runs only while a component listens. */
export function createClock({ now }: Pick<Clock, 'now'>): ReadableStore<number> {
  const listeners = new Set<() => void>()
  const read = (): number => Math.floor(now() / SECOND_MS) * SECOND_MS
  let value = read()
  let cancel: Cancel | undefined
  const tick = (): void => {
    value = read()
    for (const listener of [...listeners]) listener()
  }
  return {
    get: () => {
      if (cancel === undefined) value = read()
      return value
    },
    subscribe: (listener) => {
      listeners.add(listener)
      cancel ??= systemTimers.every(SECOND_MS, tick)
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        cancel?.()
        cancel = undefined
      }
    },
  }
}

export const { Provider: ClockProvider, use: useClock } = createServiceContext<ReadableStore<number>>('useClock')

/** Epoch ms in whole seconds. The component is drawn again each second: keep it small. */
export const useNow = (): number => useStore(useClock())
