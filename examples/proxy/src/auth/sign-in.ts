import type { Operator } from '@tezgah/core/node/operators-file'
import { ProblemError, problem, retryAfter } from '@tezgah-examples/service-kit/problem'
import type { OperatorDirectory } from '../operators/directory.ts'
import { MAX_PASSWORD_LENGTH, type PasswordCheck, PasswordQueueFull } from '../operators/password.ts'
import type { SignInLimits } from '../sessions/sign-in-limits.ts'

const QUEUE_WAIT_MS = 5_000
const UNKNOWN_OPERATOR = '(unknown)'

export type SignInDeps = {
  readonly operators: OperatorDirectory
  readonly checkPassword: PasswordCheck
  readonly limits: SignInLimits
  /** Writes one log line. It never contains typed text, except the id of a known operator. */
  readonly log: (line: string) => void
}

/** One attempt to sign in. */
export type Attempt = { readonly operator: string; readonly password: string; readonly peer: string }

/**
 * The operator whose password matches. An unknown operator and one without a password take as long as a wrong password and are
 * refused with the same text.
 *
 * @throws ProblemError `wrong-credentials` (401), `too-many-attempts` (429)
 */
export async function signIn(attempt: Attempt, deps: SignInDeps): Promise<Operator> {
  const { operators, limits, log } = deps
  const { peer, password } = attempt
  const named = operators.find(attempt.operator)?.id ?? UNKNOWN_OPERATOR
  const wait = await limits.begin(peer, attempt.operator)
  if (wait !== null) throw tooMany(wait.waitMs)
  // Read again: the attempt may have waited.
  const digest = operators.find(attempt.operator)?.password ?? null
  const matches = password.length <= MAX_PASSWORD_LENGTH && (await checkOrRefuse(password, digest, deps))
  const operator = operators.find(attempt.operator)
  if (!matches || operator === null || operator.password !== digest) {
    log(`sign-in of ${named} from ${peer}: wrong credentials`)
    throw wrongCredentials(operators.count)
  }
  limits.succeeded(peer, attempt.operator)
  log(`sign-in of ${named} from ${peer}: ok`)
  return operator
}

async function checkOrRefuse(password: string, digest: string | null, { checkPassword }: SignInDeps): Promise<boolean> {
  try {
    return await checkPassword(password, digest)
  } catch (error) {
    if (error instanceof PasswordQueueFull) throw tooMany(QUEUE_WAIT_MS)
    throw error
  }
}

function wrongCredentials(operators: number): ProblemError {
  const detail =
    operators === 0
      ? 'There are no operators yet: "tezgah operator add" makes the first.'
      : 'The operator or the password is wrong.'
  return new ProblemError(problem(401, 'wrong-credentials', 'Wrong credentials', detail))
}

function tooMany(waitMs: number): ProblemError {
  const headers = retryAfter(waitMs)
  const detail = `Too many attempts to sign in; try again in ${headers['retry-after']} s.`
  return new ProblemError(problem(429, 'too-many-attempts', 'Too many attempts', detail), { headers })
}
