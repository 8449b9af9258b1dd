/**
 * Something the user gave is wrong: shown without a stack trace, exit code 2.
 *
 * The message names the flag or the file, says what was given and what is allowed.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
