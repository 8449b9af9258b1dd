// V8's own; other engines may not have it, and the stack then begins inside the engine.
type StackCapture = { captureStackTrace?(error: Error, above: (...args: never[]) => unknown): void }

/**
 * The same error with a stack that begins where `method` was called: at the strategy's line, not inside the engine.
 *
 * To be called while `method` is on the stack.
 */
export function atCallSite<Thrown>(error: Thrown, method: (...args: never[]) => unknown): Thrown {
  if (error instanceof Error) (Error as StackCapture).captureStackTrace?.(error, method)
  return error
}

/** Runs the body of `method`; what it throws has its stack {@link atCallSite}. */
export function fromCallSite<Result>(method: (...args: never[]) => unknown, body: () => Result): Result {
  try {
    return body()
  } catch (error) {
    throw atCallSite(error, method)
  }
}
