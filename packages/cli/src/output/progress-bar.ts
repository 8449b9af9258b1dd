import type { CliIo } from '../io.ts'
import { formatDuration, formatNumber } from './format.ts'

const PATIENCE_MS = 1_000
const REDRAW_MS = 100
const BAR_CHARACTERS = 30
/** From here on minutes say enough. */
const LONG_MS = 120_000

/** Shows how far a piece of work is, once it turns out to be long. */
export type ProgressBar = {
  /** @param done - how much of the total is done; `free` of it cost no time, and says nothing about the time left */
  readonly update: (done: number, free?: number) => void
  /** Says why nothing moves, until the next update. */
  readonly note: (text: string) => void
  /** Leaves the line empty, as if nothing had been there. */
  readonly clear: () => void
}

/** How much there is to do, and of what: `candles`, `pages`. */
export type Work = { readonly total: number; readonly unit: string }

/**
 * A bar on the error stream, where it disturbs no output. Nothing shows in the first second, nor where no terminal is.
 */
export function createProgressBar(io: CliIo, work: Work): ProgressBar {
  if (!io.stderr.isTerminal) return { update: () => {}, note: () => {}, clear: () => {} }
  const startedAt = io.now()
  let drawnAt = Number.NEGATIVE_INFINITY
  let done = 0
  const draw = (now: number, end: string) => {
    drawnAt = now
    void io.stderr.write(`\r\u001B[K${line(done, work, end, io.stderr.columns)}`)
  }
  return {
    update(newlyDone, free = 0) {
      done = newlyDone
      const now = io.now()
      if (now - startedAt < PATIENCE_MS || now - drawnAt < REDRAW_MS) return
      draw(now, timeLeft(work.total - done, done - free, now - startedAt))
    },
    note: (text) => draw(io.now(), text),
    clear() {
      if (drawnAt > Number.NEGATIVE_INFINITY) void io.stderr.write('\r\u001B[K')
    },
  }
}

/** @param width - of the terminal; 0 or absent where it does not say */
function line(done: number, { total, unit }: Work, end: string, width: number | undefined): string {
  const columns = width || Number.POSITIVE_INFINITY
  const part = done / total
  const text = ` ${Math.floor(part * 100)} % of ${formatNumber(total, 0)} ${unit}${end === '' ? '' : `, ${end}`}`
  // A line that wraps cannot be drawn over. The last column stays free: some terminals wrap as soon as it is written.
  const length = Math.max(0, Math.min(BAR_CHARACTERS, columns - 1 - text.length))
  const filled = Math.floor(part * length)
  return `${'█'.repeat(filled)}${'░'.repeat(length - filled)}${text}`.slice(0, columns - 1)
}

function timeLeft(left: number, paid: number, elapsedMs: number): string {
  if (paid <= 0) return ''
  const leftMs = (elapsedMs / paid) * left
  return `${leftMs < LONG_MS ? `${formatNumber(leftMs / 1000, 0)} s` : formatDuration(leftMs)} left`
}
