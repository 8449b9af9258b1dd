/** A verdict that was printed already and decides the exit code: 1 tampered with, 2 cannot tell. */
export class VerdictExit extends Error {
  override readonly name = 'VerdictExit'
  readonly exitCode: 1 | 2

  constructor(exitCode: 1 | 2) {
    super(`exit code ${exitCode}`)
    this.exitCode = exitCode
  }
}
