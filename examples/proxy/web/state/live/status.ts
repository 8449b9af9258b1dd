import { ApiError } from '../../api/errors.ts'
import { PROXY_UNAVAILABLE } from '../../api/request.ts'

/** Why there is no stream. `stream`: the executor answers, only the stream does not come. */
export type Cause = 'executor' | 'proxy' | 'sign-in' | 'stream'

/** How the connection to the desk is. Times are epoch ms. */
export type LiveStatus = {
  readonly phase: 'connecting' | 'live' | 'reconnecting'
  /** Known once a connection has failed. */
  readonly cause: Cause | null
  /** Of the phase. */
  readonly since: number
  readonly lastEventAt: number | null
}

/** The stream sends the service levels every five seconds: missing two of them counts as stale. */
const STALE_AFTER_MS = 12_000
/** A reconnect within this time is not shown. */
const PATIENCE_MS = 3_000

/** How old the newest event is when that should be said, else null. */
export function staleMs({ phase, since, lastEventAt }: LiveStatus, now: number): number | null {
  const ageMs = Math.max(0, now - (lastEventAt ?? since))
  if (phase === 'live') return ageMs >= STALE_AFTER_MS ? ageMs : null
  return Math.max(ageMs, now - since) >= PATIENCE_MS ? ageMs : null
}

const UNAVAILABLE_TYPES = ['urn:tezgah:problem:executor-away', 'urn:tezgah:problem:executor-slow']
const SIGN_IN_TYPES = ['urn:tezgah:problem:sign-in-needed', 'urn:tezgah:problem:session-expired']

/** What a request that was sent to find out has found; `null`: it succeeded. */
export function causeOf(error: unknown): Cause {
  if (!(error instanceof ApiError)) return 'stream'
  if (error.type === PROXY_UNAVAILABLE) return 'proxy'
  if (UNAVAILABLE_TYPES.includes(error.type) || error.kind === 'unavailable') return 'executor'
  return SIGN_IN_TYPES.includes(error.type) ? 'sign-in' : 'stream'
}
