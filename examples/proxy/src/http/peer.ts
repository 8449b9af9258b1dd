import { isIP } from 'node:net'

/**
 * The network of an address: IPv4 as it is, IPv6 by its first 64 bits, because one client usually has the whole /64; IPv4
 * inside IPv6 as IPv4. `null` for a text that is no address.
 */
export function addressGroup(address: string): string | null {
  if (isIP(address) === 4) return address
  if (isIP(address) === 0 || address.includes('%')) return null
  // The URL parser writes every address in one way, with hexadecimal groups only.
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const groups = [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right]
  if (groups.slice(0, 5).every((group) => group === '0') && groups[5] === 'ffff') return embedded(groups)
  return `${groups.slice(0, 4).join(':')}::`
}

function embedded(groups: readonly string[]): string {
  return groups
    .slice(6)
    .map((group) => Number.parseInt(group, 16))
    .flatMap((group) => [group >> 8, group & 0xff])
    .join('.')
}
