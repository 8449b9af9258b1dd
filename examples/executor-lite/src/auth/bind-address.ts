import { isIP } from 'node:net'
import { clientNetwork } from '@tezgah-examples/service-kit/client-network'

/**
 * Why the service must not listen on an address, or `null`. Beyond this machine everybody who reaches the port can try, and nothing
 * here encrypts: that has to be said explicitly.
 *
 * @param allowed - whether it was said
 */
export function bindAddressProblem(host: string, allowed: boolean): string | null {
  if (host !== 'localhost' && isIP(host) === 0) return 'must be an IP address or localhost'
  if (allowed || isLoopback(host)) return null
  return 'is not of this machine only; set ALLOW_REMOTE=1 if that is what you want, and put TLS in front of it'
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (clientNetwork(host)?.startsWith('127.') ?? false)
}
