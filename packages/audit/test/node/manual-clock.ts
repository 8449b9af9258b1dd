import type { AuditClock } from '@tezgah/audit/node'
import { steadyClock } from './workload.ts'

/** A steady clock whose timers fire when a test says so. */
export type ManualClock = AuditClock & {
  /** Delays of the timers that wait, in milliseconds. */
  waiting(): number[]
  /** Fires the timers of one delay, and lets what follows in memory happen. */
  fire(delayMs: number): Promise<void>
}

export function manualClock(): ManualClock {
  const timers = new Set<{ readonly delayMs: number; readonly then: () => void }>()
  return {
    ...steadyClock(),
    after(delayMs, then) {
      const timer = { delayMs, then }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    waiting: () => [...timers].map(({ delayMs }) => delayMs),
    async fire(delayMs) {
      for (const timer of [...timers].filter((each) => each.delayMs === delayMs)) {
        timers.delete(timer)
        timer.then()
      }
      await settled()
    },
  }
}

/** Nothing in memory takes longer than this turn of the event loop. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
