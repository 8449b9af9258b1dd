import { clientNetwork } from '@tezgah-examples/service-kit/client-network'
import { headerValues } from '@tezgah-examples/service-kit/raw-headers'

/** Where a request came from, as it reached this process. */
export type Connection = {
  readonly remoteAddress: string
  /** Names and values in turn, as they came. */
  readonly rawHeaders: readonly string[]
}

/** More hops than any real chain of proxies has. */
export const MAX_TRUSTED_HOPS = 8

/**
 * The network of the client, as far as it can be trusted; see {@link clientNetwork}.
 *
 * Each trusted proxy adds the address that it saw at the right end of `X-Forwarded-For`, so the client is the entry at `trustedHops`
 * from the right; entries further left are only claims of the client. Where there are fewer entries, not every proxy was
 * passed, and the leftmost is the client. An entry that is no address counts as the address of the connection.
 *
 * @param trustedHops - proxies between the client and this process, 0 to {@link MAX_TRUSTED_HOPS}
 */
export function clientAddressOf({ remoteAddress, rawHeaders }: Connection, trustedHops: number): string {
  if (trustedHops === 0) return clientNetwork(remoteAddress) ?? 'unknown'
  const entries = headerValues(rawHeaders, 'x-forwarded-for').flatMap((value) => value.split(','))
  const entry = entries[Math.max(0, entries.length - trustedHops)]
  return clientNetwork(entry ?? '') ?? clientNetwork(remoteAddress) ?? 'unknown'
}
