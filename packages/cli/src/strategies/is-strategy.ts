import type { Strategy } from '@tezgah/backtest'

/**
 * True for what `defineStrategy` returns, told by its shape: the file may have been loaded with another installed copy of the engine.
 */
export function isStrategy(value: unknown): value is Strategy {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    typeof value.name === 'string' &&
    'params' in value &&
    typeof value.params === 'object' &&
    value.params !== null &&
    '_zod' in value.params &&
    'setup' in value &&
    typeof value.setup === 'function'
  )
}
