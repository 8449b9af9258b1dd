import type { OrderGuard } from '@tezgah/backtest'
import { describeValue } from '@tezgah/core/describe'
import type { RunLimits } from '../jobs/run-limits.ts'

/** The exports of a guard module. `createRunGuard` returns the guard that ends a run beyond its limits; `null` where they limit nothing. */
export type GuardModule = { createRunGuard(limits: RunLimits): OrderGuard | null }

/**
 * @param url - a URL that `import()` accepts
 * @throws TypeError where the module does not export `createRunGuard`
 */
export async function loadGuardModule(url: string): Promise<GuardModule> {
  const loaded: unknown = await import(/* @vite-ignore */ url)
  if (isGuardModule(loaded)) return loaded
  throw new TypeError(`guardModule must export createRunGuard, received ${describeValue(url)}`)
}

function isGuardModule(value: unknown): value is GuardModule {
  return (
    typeof value === 'object' &&
    value !== null &&
    'createRunGuard' in value &&
    typeof value.createRunGuard === 'function'
  )
}

/** The error of limits where the runner has no guard module. */
export const NO_GUARD_MODULE = 'must be omitted: this runner has no guardModule'
