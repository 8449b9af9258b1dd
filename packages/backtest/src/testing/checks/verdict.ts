/** How a check ended, in the form that Jest's and vitest's matchers return. */
export type Verdict = {
  readonly pass: boolean
  /** Says what is wrong: where the check failed, or where it passed and was not to. */
  readonly message: () => string
  /** For the difference that a runner shows; absent where the check passed. */
  readonly expected?: unknown
  readonly actual?: unknown
}
