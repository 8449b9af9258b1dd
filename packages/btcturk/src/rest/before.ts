/** What `action` gives, or the signal's reason where that comes first; `action` then goes on unheard. */
export async function before<Result>(signal: AbortSignal, action: () => Promise<Result>): Promise<Result> {
  signal.throwIfAborted()
  let onAbort: () => void = () => undefined
  const abort = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason)
    signal.addEventListener('abort', onAbort)
  })
  try {
    return await Promise.race([action(), abort])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
