const STOP_LIMIT_MS = 5_000

/**
 * Runs `stop` once on Ctrl-C, on SIGTERM, on a `shutdown` message from the parent (Windows has no SIGTERM) and when
 * the parent is gone, then exits 0; exits 1 when stopping failed or takes longer than five seconds.
 */
export function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false
  const begin = (): void => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref()
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error('proxy: could not stop cleanly:', error instanceof Error ? error.message : error)
        process.exit(1)
      },
    )
  }
  process.once('SIGINT', begin)
  process.once('SIGTERM', begin)
  if (process.send === undefined) return
  process.once('disconnect', begin)
  process.on('message', (message) => {
    if (message === 'shutdown') begin()
  })
}
