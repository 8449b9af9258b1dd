import type { Ports } from './ports.ts'

/** Above it `setTimeout` fires at once. */
const MAX_DELAY_MS = 2 ** 31 - 1

/** The ports of the running platform: Node 22.12 or later, or a browser. */
export function systemPorts(): Ports {
  return {
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
    timers: {
      after(delayMs, callback) {
        const handle = setTimeout(callback, Math.min(Math.max(delayMs, 0), MAX_DELAY_MS))
        return () => clearTimeout(handle)
      },
    },
    random: () => Math.random(),
    fetch: (url, init) => fetch(url, init),
  }
}
