import type { IncomingHttpHeaders } from 'node:http'

/** Request headers that are forwarded to the executor. An allow-list: an unknown header is dropped. */
const REQUEST_HEADERS = ['accept', 'content-type', 'idempotency-key', 'last-event-id'] as const

/** Response headers that are forwarded to the browser. Caching, framing and identity are set by the proxy. */
const RESPONSE_HEADERS = [
  'content-type',
  'content-length',
  'content-disposition',
  'idempotency-replayed',
  'retry-after',
  'ratelimit-limit',
  'ratelimit-remaining',
  'ratelimit-reset',
] as const

export type HeaderMap = Readonly<Record<string, string | string[] | undefined>>

/** On whose identity the proxy asks the executor. */
export type ForwardedIdentity = {
  readonly adminToken: string
  readonly operator: string
  readonly role: string
  /** Where it came from, for the audit log: `local`, or an address. */
  readonly client: string
}

function namedByConnection(headers: HeaderMap): ReadonlySet<string> {
  const connection = headers['connection']
  const text = Array.isArray(connection) ? connection.join(',') : (connection ?? '')
  return new Set(text.split(',').map((name) => name.trim().toLowerCase()))
}

/** Takes the allowed names only, and none that `Connection` declares to be for this hop. */
function pick(headers: HeaderMap, allowed: readonly string[]): Record<string, string> {
  const thisHop = namedByConnection(headers)
  const kept: Record<string, string> = {}
  for (const name of allowed) {
    const value = headers[name]
    // A repeated header is ambiguous: the next reader may pick the other value.
    if (typeof value === 'string' && !thisHop.has(name)) kept[name] = value
  }
  return kept
}

/**
 * The headers that go to the executor. Token and identity are added last, so that no client header can replace them; without
 * an identity neither is added.
 */
export function upstreamHeaders(
  headers: IncomingHttpHeaders,
  identity: ForwardedIdentity | null,
): Record<string, string> {
  const kept = pick(headers, REQUEST_HEADERS)
  if (identity === null) return kept
  return {
    ...kept,
    'x-admin-token': identity.adminToken,
    'x-tezgah-operator': identity.operator,
    'x-tezgah-role': identity.role,
    'x-tezgah-client': identity.client,
  }
}

/** The executor's headers that go back to the browser. */
export function browserHeaders(headers: HeaderMap): Record<string, string> {
  return pick(headers, RESPONSE_HEADERS)
}
