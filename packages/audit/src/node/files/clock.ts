import { randomBytes } from 'node:crypto'

/** Time and chance, as the log needs them. */
export interface AuditClock {
  /** The wall clock: whole milliseconds since the Unix epoch, UTC. */
  now(): number
  /** A clock that never steps back: microseconds from any beginning. */
  monotonicMicros(): number
  /** Calls back once after so many milliseconds; returns what calls that off. Does not keep the process alive. */
  after(delayMs: number, then: () => void): () => void
  /** Bytes that nobody can foresee. */
  random(count: number): Uint8Array
}

/** The clock of the operating system. */
export const systemClock: AuditClock = {
  now: () => Date.now(),
  monotonicMicros: () => performance.now() * 1000,
  after(delayMs, then) {
    const timer = setTimeout(then, delayMs)
    timer.unref()
    return () => clearTimeout(timer)
  },
  random: (count) => randomBytes(count),
}

export function randomHex(clock: AuditClock, bytes: number): string {
  return Buffer.from(clock.random(bytes)).toString('hex')
}
