/**
 * The user gave something wrong: shown without a stack trace, exit code 2.
 *
 * The message names the flag or the file, what is allowed and what was received.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/**
 * Something outside failed, such as a network, through no fault of the user or of the command: shown without a stack trace,
 * exit code 1.
 */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure'
}

/** The command has printed its answer, and this is the exit code that goes with it. */
export class ExitCodeError extends Error {
  override readonly name = 'ExitCodeError'
  readonly exitCode: 1 | 2

  constructor(exitCode: 1 | 2) {
    super(`exit code ${exitCode}`)
    this.exitCode = exitCode
  }
}
