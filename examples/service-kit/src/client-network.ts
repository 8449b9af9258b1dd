import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/**
 * The network that identifies a client: IPv6 by its /64, because a client usually has the whole of it, and IPv4 inside IPv6 as
 * IPv4. `null` for a text that is no address.
 */
export function clientNetwork(text: string): string | null {
  const address = bare(text.trim())
  // The parser also takes octal and shortened forms, which no proxy writes.
  const version = isIP(address)
  if (version === 0) return null
  if (version === 4) return address
  // It takes `::203.0.113.9` for IPv4, which it is not; a URL has hexadecimal groups only.
  const parsed = ipaddr.process(new URL(`http://[${address}]`).hostname.slice(1, -1))
  if (parsed instanceof ipaddr.IPv4) return parsed.toString()
  const groups = parsed.parts.slice(0, 4).map((group) => group.toString(16))
  return `${groups.join(':')}::/64`
}

/** Without brackets, port and zone: proxies write `[2001:db8::1]:443` and `10.0.0.1:443` as well. */
function bare(text: string): string {
  const unwrapped = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(text)?.[1] ?? /^([\d.]+):\d{1,5}$/.exec(text)?.[1] ?? text
  return unwrapped.replace(/%.*$/, '')
}
