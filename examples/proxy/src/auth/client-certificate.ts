import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

const PEM = /^-----BEGIN CERTIFICATE-----\s([A-Za-z0-9+/=\s]{100,16000})-----END CERTIFICATE-----\s*$/

/**
 * SHA-256 of the client certificate that the proxy in front has verified, hexadecimal in lower case; `null` where it has not. Only of
 * meaning where that proxy removes these headers from what clients send.
 */
export function verifiedFingerprint(headers: IncomingHttpHeaders): string | null {
  const { 'x-ssl-client-verify': verdict, 'x-ssl-client-cert': escaped } = headers
  if (verdict !== 'SUCCESS' || typeof escaped !== 'string') return null
  const body = PEM.exec(decode(escaped))?.[1]
  return body === undefined ? null : createHash('sha256').update(Buffer.from(body, 'base64')).digest('hex')
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}
