import { type BtcturkErrorCode, isBtcturkError } from '@tezgah/btcturk'
import { CommandFailure } from '../command-failure.ts'
import { UsageError } from '../usage-error.ts'

/** What the host did, by code; everything else is told in the words of the error alone. */
const DEEDS: Partial<Record<BtcturkErrorCode, string>> = {
  network: 'cannot be reached',
  timeout: 'does not answer',
  rate_limited: 'takes no more requests for now',
  unavailable: 'keeps failing',
  server_error: 'failed',
  forbidden: 'does not let this machine in',
  malformed: 'sent what cannot be read',
  clock_unknown: 'gave no usable time',
}

const FLAGS: Readonly<Record<string, string>> = { apiUrl: '--api-url', graphUrl: '--graph-url' }

/**
 * Does something with the exchange and names the host where it fails.
 *
 * @throws UsageError for what a flag got wrong, CommandFailure for what the host did, and anything else as it is
 */
export async function atHost<Result>(url: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw explained(error, new URL(url).host)
  }
}

/** An argument that the client refused, as a mistake in its flag; anything else as it is. */
export function asUsageError(error: unknown): unknown {
  if (!isBtcturkError(error) || error.code !== 'invalid_request' || error.field === null) return error
  return new UsageError(`${FLAGS[error.field] ?? `--${error.field}`}: ${error.message}`, { cause: error })
}

function explained(error: unknown, host: string): unknown {
  if (!isBtcturkError(error) || error.code === 'aborted' || error.code === 'invalid_request') return asUsageError(error)
  const { code, message, retryAfterMs, cause } = error
  const reason = code === 'clock_unknown' && isBtcturkError(cause) ? `${message}: ${cause.message}` : message
  const later = retryAfterMs === null ? '' : `; try again in ${Math.ceil(retryAfterMs / 1000)} s`
  return new CommandFailure(`${host} ${DEEDS[code] ?? 'failed'}: ${reason}${later}`, { cause: error })
}
