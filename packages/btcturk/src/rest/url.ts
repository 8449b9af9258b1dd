import { invalidRequest } from '../errors.ts'
import type { RequestParts } from './endpoint.ts'

/** The address of a request. Every value is escaped. */
export function urlOf(base: string, { path, query }: RequestParts): string {
  const parameters = new URLSearchParams()
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value === undefined) continue
    for (const item of Array.isArray(value) ? value : [value]) parameters.append(key, String(item))
  }
  const text = parameters.toString()
  return text === '' ? `${base}${path}` : `${base}${path}?${text}`
}

/**
 * Checks a host. Signed headers go over TLS only, except to this machine itself.
 *
 * @returns the address without a trailing slash
 * @throws BtcturkError `invalid_request`
 */
export function parseBaseUrl(field: string, base: string): string {
  const url = URL.canParse(base) ? new URL(base) : null
  const isLoopback = url !== null && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname)
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback)
  if (!isSafe || url?.search !== '' || url.hash !== '' || url.username !== '') {
    throw invalidRequest(field, 'an https address, or http on this machine, without a query', url?.host ?? 'no address')
  }
  return base.replace(/\/+$/, '')
}
