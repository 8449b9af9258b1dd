import { type BtcturkErrorCode, isBtcturkError } from '@tezgah/btcturk'
import { CommandFailure, UsageError } from '../../exit.ts'

/** How the host failed, by code; for other codes the error's own message is enough. */
const HOST_FAILURES: Partial<Record<BtcturkErrorCode, string>> = {
  network: 'cannot be reached',
  timeout: 'does not answer',
  rate_limited: 'accepts no more requests for now',
  unavailable: 'keeps failing',
  server_error: 'failed',
  forbidden: 'does not let this machine in',
  malformed: 'sent an unreadable answer',
  clock_unknown: 'sent no usable time',
}

const FLAGS: Readonly<Record<string, string>> = { apiUrl: '--api-url', graphUrl: '--graph-url' }

/**
 * Runs work that talks to the exchange, and names the host in its errors.
 *
 * @throws UsageError for a wrong flag, CommandFailure for a failure of the host, and any other error as it is
 */
export async function withHostErrors<Result>(url: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw explained(error, new URL(url).host)
  }
}

/** An argument that the client refused, as an error of its flag; any other error as it is. */
export function asUsageError(error: unknown): unknown {
  if (!isBtcturkError(error) || error.code !== 'invalid_request' || error.field === null) return error
  return new UsageError(`${FLAGS[error.field] ?? `--${error.field}`}: ${error.message}`, { cause: error })
}

function explained(error: unknown, host: string): unknown {
  if (!isBtcturkError(error) || error.code === 'aborted' || error.code === 'invalid_request') return asUsageError(error)
  const { code, message, retryAfterMs, cause } = error
  const reason = code === 'clock_unknown' && isBtcturkError(cause) ? `${message}: ${cause.message}` : message
  const later = retryAfterMs === null ? '' : `; try again in ${Math.ceil(retryAfterMs / 1000)} s`
  return new CommandFailure(`${host} ${HOST_FAILURES[code] ?? 'failed'}: ${reason}${later}`, { cause: error })
}
