import { randomBytes } from 'node:crypto'
import { backgroundTimers, type Clock, type Timers, systemClock as wallAndSteadyClock } from '@tezgah/core/clock'

/** Time and chance, as the log needs them. Its timers do not keep the process alive. */
export interface AuditClock extends Clock, Timers {
  /** Bytes that cannot be foreseen. */
  random(count: number): Uint8Array
}

/** The clock of the operating system. */
export const systemClock: AuditClock = {
  ...wallAndSteadyClock,
  ...backgroundTimers,
  random: (count) => randomBytes(count),
}

export function randomHex(clock: AuditClock, bytes: number): string {
  return Buffer.from(clock.random(bytes)).toString('hex')
}
