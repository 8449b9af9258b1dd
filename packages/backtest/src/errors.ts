import { CodedError, codedErrorGuard } from '@tezgah/core/errors'

/** What kind of input a {@link BacktestError} refuses. */
export type BacktestErrorCode =
  | 'invalid_candles'
  | 'invalid_options'
  | 'invalid_params'
  | 'strategy_failed'
  | 'guard_failed'
  | 'guard_stopped'

/**
 * The one error of this package. Its message names the field, what is allowed and what was received.
 *
 * Orders that cannot be accepted or filled are not errors: they end as `refused` in the result's `orders`.
 */
export class BacktestError extends CodedError<BacktestErrorCode> {
  override readonly name = 'BacktestError'
  /** Path of the offending input, for example `params.fast` or `close[17]`; `null` where no single field is to blame. */
  readonly field: string | null

  constructor(code: BacktestErrorCode, message: string, options: ErrorOptions & { field?: string } = {}) {
    super(code, message, options)
    this.field = options.field ?? null
  }
}

/** True for a {@link BacktestError}, also one thrown by another installed copy of this package. */
export const isBacktestError: (error: unknown) => error is BacktestError =
  codedErrorGuard<BacktestError>('BacktestError')
