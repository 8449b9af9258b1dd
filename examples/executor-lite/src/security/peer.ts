import { isIP } from 'node:net'
import { headerValues } from '../admin-token.ts'

/** Where a request came from, as it reached this process. */
export type Sender = {
  readonly remoteAddress: string
  /** Names and values in turn, as they came. */
  readonly rawHeaders: readonly string[]
}

/** More hops than any real chain of proxies has. */
export const MAX_TRUSTED_HOPS = 8

/**
 * The address of the client, as far as it can be trusted, in the form in which clients are told apart: IPv6 by its /64, because whoever
 * has one address there has all of them, and IPv4 inside IPv6 as IPv4.
 *
 * Each trusted proxy adds the address that it saw at the right end of `X-Forwarded-For`, so the client is the entry at `trustedHops`
 * from the right; whatever stands further left is only what the client claims. Where fewer entries are there, not every proxy was
 * passed, and the leftmost is the client. An entry that is no address counts as the address of the connection.
 *
 * @param trustedHops - proxies between the client and this process, 0 to {@link MAX_TRUSTED_HOPS}
 */
export function peerOf({ remoteAddress, rawHeaders }: Sender, trustedHops: number): string {
  if (trustedHops === 0) return addressGroup(remoteAddress) ?? 'unknown'
  const entries = headerValues(rawHeaders, 'x-forwarded-for').flatMap((value) => value.split(','))
  const entry = entries[Math.max(0, entries.length - trustedHops)]
  return addressGroup(entry ?? '') ?? addressGroup(remoteAddress) ?? 'unknown'
}

/** What stands for an address and its neighbours, `null` for what is no address. */
export function addressGroup(text: string): string | null {
  const address = bare(text.trim())
  const version = isIP(address)
  if (version === 4) return address
  if (version === 0) return null
  const groups = expand(address)
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
  if (mapped) return groups.slice(6).flatMap(bytesOf).join('.')
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`
}

/** Without brackets, port and zone: proxies write `[2001:db8::1]:443` and `10.0.0.1:443` as well. */
function bare(text: string): string {
  const unwrapped = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(text)?.[1] ?? /^([\d.]+):\d{1,5}$/.exec(text)?.[1] ?? text
  return unwrapped.replace(/%.*$/, '')
}

/** The eight groups of a valid IPv6 address. */
function expand(address: string): readonly number[] {
  const numeric = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...bytes: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = bytes.slice(0, 4).map(Number)
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`
  })
  const [head = '', tail] = numeric.split('::')
  const [left, right] = [groupsOf(head), groupsOf(tail ?? '')]
  return [...left, ...new Array<number>(8 - left.length - right.length).fill(0), ...right]
}

function groupsOf(text: string): readonly number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16))
}

function bytesOf(group: number): readonly number[] {
  return [group >> 8, group & 0xff]
}
