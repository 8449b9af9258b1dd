import { useState } from 'preact/hooks'
import { type ApiError, toApiError } from '../../../api/errors.ts'

export type Change = {
  readonly isBusy: boolean
  /** Why the last attempt brought nothing. */
  readonly error: ApiError | null
  /** Sends unless something is on its way; `done` is called with the answer. */
  readonly run: <T>(send: () => Promise<T>, done: (answer: T) => void) => void
}

/** One change at a time, with what became of it. */
export function useChange(): Change {
  const [state, setState] = useState<{ isBusy: boolean; error: ApiError | null }>({ isBusy: false, error: null })
  return {
    ...state,
    run: (send, done) => {
      if (state.isBusy) return
      setState({ isBusy: true, error: null })
      send().then(
        (answer) => {
          setState({ isBusy: false, error: null })
          done(answer)
        },
        (cause: unknown) => setState({ isBusy: false, error: toApiError(cause) }),
      )
    },
  }
}
