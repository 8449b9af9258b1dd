// The test kit as it is, and its matchers in vitest's types. A file of its own, so that the kit does not need vitest.
import 'vitest'
import type { TezgahMatchers } from '@tezgah/backtest/testing'

export * from '@tezgah/backtest/testing'

declare module 'vitest' {
  // Both parameters as vitest declares them; a declaration that differs would not be merged.
  interface Matchers<R, T> extends TezgahMatchers<R> {}
}
