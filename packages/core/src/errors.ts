/** An error that a program tells from others by its `code`. Subclasses set `name` to the name of the class. */
export abstract class CodedError<Code extends string> extends Error {
  readonly code: Code

  constructor(code: Code, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** True for an error of the class `name`, also for one that another installed copy of its package created. */
export function isErrorNamed(error: unknown, name: string): error is Error {
  return error instanceof Error && error.name === name
}

/**
 * A type guard for errors of the class `name`, also of those that another installed copy of its package created.
 *
 * @param codes - codes that the error may have; any string where it is left out
 */
export function codedErrorGuard<E extends CodedError<string>>(
  name: E['name'],
  codes?: readonly E['code'][],
): (error: unknown) => error is E {
  return (error): error is E => {
    if (!isErrorNamed(error, name) || !('code' in error)) return false
    return codes === undefined ? typeof error.code === 'string' : codes.some((code) => code === error.code)
  }
}
