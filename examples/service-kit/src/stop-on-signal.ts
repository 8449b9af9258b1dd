import { onShutdown } from '@tezgah/core/node/shutdown'

/** Operators and process managers wait no longer than this before they kill. */
const MAX_SHUTDOWN_MS = 5_000

/**
 * Closes a service when the process is asked to end, by a signal or by its parent; further requests change nothing. Ends the process
 * with 0, or with 1 where closing failed or took longer than five seconds.
 *
 * @param name - of the service, for the error that is written
 */
export function stopOnSignal(name: string, close: () => Promise<void>): void {
  const stop = async (): Promise<void> => {
    // What was acknowledged is on disk already, so leaving early loses nothing.
    setTimeout(() => process.exit(1), MAX_SHUTDOWN_MS).unref()
    try {
      await close()
      process.exit(0)
    } catch (error) {
      process.stderr.write(`${name}: closing failed: ${error instanceof Error ? error.stack : String(error)}\n`)
      process.exit(1)
    }
  }
  onShutdown(() => void stop(), { parentMessages: true, secondRequest: 'ignore' })
}
