import { DEFAULT_STORE_LIMITS, type StoreLimits } from '../job-store.ts'
import type { Sessions } from './sessions.ts'

/** A network and a server between a worker and its queue take longer than a file. */
const LEASE_MS = 3_000

/**
 * The limits of the database, for every process alike: a worker that keeps other results or beats at another pace than the rest would
 * undo what they do. Those given are stored; who gives none takes the ones that are.
 */
export async function agreeOnLimits(
  sessions: Sessions,
  schema: string,
  given: StoreLimits | undefined,
): Promise<StoreLimits> {
  if (given !== undefined) {
    await sessions.executeSql(
      `INSERT INTO ${schema}.limits (limits) VALUES ($1) ON CONFLICT (single) DO UPDATE SET limits = excluded.limits`,
      [JSON.stringify(given)],
    )
    return given
  }
  const [row] = (await sessions.executeSql(`SELECT limits FROM ${schema}.limits`)).rows
  return completeLimits(typeof row?.['limits'] === 'string' ? JSON.parse(row['limits']) : {})
}

/** @throws RangeError for a limit that is not a whole number from 1 up */
export function completeLimits(given: Partial<StoreLimits>): StoreLimits {
  const limits = { ...DEFAULT_STORE_LIMITS, leaseMs: LEASE_MS, ...given }
  for (const [name, value] of Object.entries(limits)) checkWhole(`limits.${name}`, value, 1, Number.MAX_SAFE_INTEGER)
  return limits
}

/** @throws RangeError */
export function checkWhole(name: string, value: number, min: number, max: number): void {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return
  throw new RangeError(`${name} must be a whole number from ${min} to ${max}, was ${value}`)
}
