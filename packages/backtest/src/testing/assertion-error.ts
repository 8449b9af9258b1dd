/**
 * What an assertion of this kit throws.
 *
 * Test runners know it by its shape (`expected`, `actual`, `code`), so that node:test and vitest show the difference.
 */
export class ScenarioAssertionError extends Error {
  override readonly name = 'AssertionError'
  readonly code = 'ERR_ASSERTION'
  readonly generatedMessage = false
  readonly operator: string
  readonly expected: unknown
  readonly actual: unknown

  constructor(message: string, operator: string, expected: unknown, actual: unknown, options: ErrorOptions = {}) {
    super(message, options)
    this.operator = operator
    this.expected = expected
    this.actual = actual
  }
}
