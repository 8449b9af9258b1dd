import type { CliIo } from '../io.ts'
import { formatNumber } from './format.ts'

const PATIENCE_MS = 1_000
const REDRAW_MS = 100
const BAR_CHARACTERS = 30

/** Shows how far a run is, once it turns out to be long. */
export type ProgressBar = {
  /** @param done - how many of the run's candles are processed */
  readonly update: (done: number) => void
  /** Leaves the line empty, as if nothing had been there. */
  readonly clear: () => void
}

/**
 * A bar on the error stream, where it disturbs no output. Nothing shows in the first second, nor where no terminal is.
 */
export function createProgressBar(io: CliIo, total: number): ProgressBar {
  if (!io.stderr.isTerminal) return { update: () => {}, clear: () => {} }
  const startedAt = io.now()
  let drawnAt = Number.NEGATIVE_INFINITY
  return {
    update(done) {
      const now = io.now()
      if (now - startedAt < PATIENCE_MS || now - drawnAt < REDRAW_MS) return
      drawnAt = now
      void io.stderr.write(`\r\u001B[K${line(done, total, now - startedAt)}`)
    },
    clear() {
      if (drawnAt > Number.NEGATIVE_INFINITY) void io.stderr.write('\r\u001B[K')
    },
  }
}

function line(done: number, total: number, elapsedMs: number): string {
  const filled = Math.floor((done / total) * BAR_CHARACTERS)
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_CHARACTERS - filled)
  const secondsLeft = done === 0 ? Number.NaN : (elapsedMs / done) * (total - done) * 0.001
  const left = Number.isNaN(secondsLeft) ? '' : `, ${formatNumber(secondsLeft, 0)} s left`
  return `${bar} ${Math.floor((done / total) * 100)} % of ${formatNumber(total, 0)} candles${left}`
}
