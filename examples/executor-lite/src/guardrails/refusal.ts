import { isStoreError } from '@tezgah/guardrails/node'
import { ProblemError, type ProblemKind } from '../http/problem.ts'

/** The codes that blame the request itself; every other one depends on what is there. */
const KINDS: Readonly<Record<string, ProblemKind>> = {
  invalid_command: 'invalid-request',
  invalid_parameters: 'invalid-request',
  invalid_time: 'invalid-request',
  invalid_window: 'invalid-request',
  invalid_expiry: 'invalid-request',
  not_found: 'not-found',
  not_allowed: 'forbidden',
}

/** What the guardrails refuse, as an answer; the detail begins with the code. */
export function refusalProblem({ code, message }: { readonly code: string; readonly message: string }): ProblemError {
  return new ProblemError((Object.hasOwn(KINDS, code) && KINDS[code]) || 'refused-change', `${code}: ${message}`)
}

/** The problem of a file that cannot be written; anything else as it came. */
export function unavailable(error: unknown): unknown {
  if (!isStoreError(error) && !(error instanceof Error && 'syscall' in error)) return error
  return new ProblemError(
    'guardrails-unavailable',
    'A guardrails file could not be written, so its state is unknown. Check the service log and restart.',
    {
      cause: error,
    },
  )
}

/** @throws ProblemError `guardrails-unavailable` where the state is unknown: nothing may pass then */
export function readOrUnavailable<T>(read: () => T): T {
  try {
    return read()
  } catch (cause) {
    throw new ProblemError(
      'guardrails-unavailable',
      'A guardrails file could not be written, so what is approved is unknown. Check the service log and restart.',
      {
        cause,
      },
    )
  }
}
