import type { Service } from './service.ts'

/** An operator, and the process managers they use, wait no longer than this before they kill. */
const LONGEST_SHUTDOWN_MS = 5_000

/**
 * Closes the service on SIGINT, on SIGTERM, on a `shutdown` message from the parent (Windows has no SIGTERM) and when
 * the parent that started it is gone; a second request changes nothing. Ends the process with 0, or 1 when closing failed.
 */
export function stopOnSignal(service: Service): void {
  let stopping = false
  const stop = async (): Promise<void> => {
    if (stopping) return
    stopping = true
    // What was acknowledged is on disk already, so leaving early loses nothing.
    setTimeout(() => process.exit(1), LONGEST_SHUTDOWN_MS).unref()
    try {
      await service.close()
      process.exit(0)
    } catch (error) {
      process.stderr.write(`executor-lite: closing failed: ${error instanceof Error ? error.stack : String(error)}\n`)
      process.exit(1)
    }
  }
  process.on('SIGINT', () => void stop())
  process.on('SIGTERM', () => void stop())
  if (process.send === undefined) return
  process.once('disconnect', () => void stop())
  process.on('message', (message) => {
    if (message === 'shutdown') void stop()
  })
}
