/**
 * Refuses what an `async` function returns: the engine waits for nothing, so what comes after an `await` would order
 * nothing, and what it throws would be lost.
 *
 * @param call - what returned it, for the message
 * @throws TypeError for a promise
 */
export function requireSynchronous(call: string, returned: unknown): void {
  if (!isThenable(returned)) return
  // The run fails with the error below; an unhandled rejection would also end the process.
  if (returned instanceof Promise) returned.catch(() => {})
  throw new TypeError(`${call} returned a promise, it must not be async: the engine waits for nothing`)
}

function isThenable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
}
