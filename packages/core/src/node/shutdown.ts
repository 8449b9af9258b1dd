import type { Cancel } from '../clock.ts'

export type ShutdownOptions = {
  /**
   * Whether a parent process may ask as well, by a `shutdown` message (Windows has no SIGTERM) or by ending. Only where
   * there is a channel to the parent. Default false.
   */
  readonly parentMessages?: boolean
  /** What a second request does: ends the process at once, as it would without a listener, or nothing. Default `end`. */
  readonly secondRequest?: 'end' | 'ignore'
}

/**
 * Calls `stop` once when the process is asked to end: by Ctrl-C (SIGINT), by SIGTERM, or by its parent.
 *
 * @param stop - called with the reason: `SIGINT`, `SIGTERM`, `shutdown message` or `parent ended`
 * @returns stops listening; calling it again is harmless
 */
export function onShutdown(stop: (reason: string) => void, options: ShutdownOptions = {}): Cancel {
  const { parentMessages = false, secondRequest = 'end' } = options
  let isRequested = false
  const request = (reason: string): void => {
    // Without a listener the next signal ends the process at once.
    if (secondRequest === 'end') cancel()
    if (isRequested) return
    isRequested = true
    stop(reason)
  }
  const onSignal = (signal: NodeJS.Signals): void => request(signal)
  const onDisconnect = (): void => request('parent ended')
  const onMessage = (message: unknown): void => {
    if (message === 'shutdown') request('shutdown message')
  }
  const hasParent = parentMessages && process.send !== undefined
  const cancel = (): void => {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal).off('disconnect', onDisconnect).off('message', onMessage)
  }
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
  if (hasParent) process.on('disconnect', onDisconnect).on('message', onMessage)
  return cancel
}
