/**
 * Something outside failed that neither the user nor the command got wrong, such as a network: shown without a stack trace,
 * exit code 1.
 */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure'
}
