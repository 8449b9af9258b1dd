import type { IncomingHttpHeaders } from 'node:http'
import { clientNetwork } from '@tezgah-examples/service-kit/client-network'
import { ProblemError, problem } from '@tezgah-examples/service-kit/problem'
import type { Mode, SharedMode } from './mode.ts'

/** The parts of a request that show its origin. */
export type GuardedRequest = {
  readonly method: string
  /** Of its route, as it was declared. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly localPort: number
  /** Media types that its route takes; JSON unless given. */
  readonly mediaTypes?: readonly string[]
}

/** Liveness check: needs no credentials and reveals nothing. */
export const HEALTH_PATH = '/healthz'

/** Headers that only another proxy writes; in local mode their presence means that the request was forwarded. */
const FORWARDING_HEADERS = ['forwarded', 'via', 'x-real-ip', 'x-client-ip', 'true-client-ip', 'cf-connecting-ip']

const HTTP_PORT = 80
const JSON_ONLY = ['application/json']

/** Network of every client in local mode. */
const THIS_MACHINE = 'local'

/**
 * Checks that the request came on a path that the mode allows and from no page of another site.
 *
 * @returns the network of the client, by which limits are counted
 *
 * @throws ProblemError naming what is wrong
 */
export function checkRequest(request: GuardedRequest, mode: Mode): string {
  if (request.path === HEALTH_PATH) return THIS_MACHINE
  const peer = mode.kind === 'local' ? checkDirect(request) : checkForwarded(request, mode)
  checkSameOrigin(request, originOf(request, mode))
  checkMediaType(request)
  return peer
}

/** The only origin whose pages may send requests. */
function originOf({ headers }: GuardedRequest, mode: Mode): string {
  return mode.kind === 'shared' ? mode.publicOrigin.origin : `http://${headers.host}`
}

function refuse(status: number, slug: string, title: string, detail: string): never {
  throw new ProblemError(problem(status, slug, title, detail))
}

function localHosts(port: number): readonly string[] {
  const names = ['127.0.0.1', 'localhost']
  const withPort = names.map((name) => `${name}:${port}`)
  return port === HTTP_PORT ? [...withPort, ...names] : withPort
}

/** DNS rebinding: a hostile name that resolves to this machine arrives with its own name in `Host`. */
function checkHost({ headers }: GuardedRequest, allowed: readonly string[]): void {
  if (allowed.includes(headers.host ?? '')) return
  refuse(
    421,
    'wrong-host',
    'Wrong host',
    `This service answers on ${allowed.join(' and ')} only; open it by one of these.`,
  )
}

/** In local mode every client of the port acts as operator, so requests forwarded from a network are refused. */
function checkDirect(request: GuardedRequest): string {
  checkHost(request, localHosts(request.localPort))
  const name = forwardingHeader(request.headers)
  if (name === null) return THIS_MACHINE
  return refuse(
    403,
    'behind-a-proxy',
    'Local mode is for this machine only',
    `The request carries "${name}", so it came through another proxy. Here everyone who reaches the port may start backtests: connect to it directly, or set PUBLIC_ORIGIN so that people sign in.`,
  )
}

/** The first header that only another proxy writes, or null. */
export function forwardingHeader(headers: IncomingHttpHeaders): string | null {
  return Object.keys(headers).find((n) => n.startsWith('x-forwarded-') || FORWARDING_HEADERS.includes(n)) ?? null
}

/** As the audit log names a client: IPv6 by the address of its /64, without the length of the prefix. */
const networkName = (address: string): string | null => clientNetwork(address)?.replace('/64', '') ?? null

/** In shared mode the reverse proxy names the client; requests that did not pass it are refused. */
function checkForwarded(request: GuardedRequest, { publicOrigin, trustedHops }: SharedMode): string {
  checkHost(request, [publicOrigin.host])
  const { headers } = request
  const hops = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((hop) => hop.trim())
  const peer = hops.length === trustedHops ? networkName(hops[0] ?? '') : null
  if (peer !== null && headers['x-forwarded-proto'] === 'https') return peer
  return refuse(
    400,
    'not-forwarded',
    'Not through the proxy in front',
    `With PUBLIC_ORIGIN every request must come through the proxy that ends TLS: "x-forwarded-proto: https", and exactly ${trustedHops} address(es) in x-forwarded-for (TRUSTED_HOPS).`,
  )
}

/** Cross-site request forgery: the browser would add the session, and the proxy the token, for anyone who makes it call us. */
function checkSameOrigin({ method, path, headers }: GuardedRequest, own: string): void {
  if (!path.startsWith('/api')) return
  const site = headers['sec-fetch-site']
  // `none`: the user typed the address, which is never a change.
  const isOwn = site === undefined || site === 'same-origin' || (site === 'none' && method === 'GET')
  if (!isOwn)
    refuse(
      403,
      'cross-site',
      'Request from another site',
      `A page of another origin asked for this (${describe(site)}).`,
    )
  const { origin } = headers
  if (origin !== undefined && origin !== own) {
    refuse(403, 'cross-site', 'Request from another site', 'The Origin header is not this service: use its own page.')
  }
}

/** Another site can send a form or `text/plain` without a preflight, but not the media types of our routes. */
function checkMediaType({ method, headers, mediaTypes = JSON_ONLY }: GuardedRequest): void {
  if (method !== 'POST') return
  const mediaType = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (mediaTypes.includes(mediaType)) return
  if (mediaTypes === JSON_ONLY)
    refuse(415, 'not-json', 'JSON expected', 'Send a JSON body with the header "content-type: application/json".')
  refuse(415, 'wrong-media-type', 'Another type expected', `Send a body with content-type ${mediaTypes.join(' or ')}.`)
}

/**
 * Browsers attach cookies and client certificates to requests of any page, so a change needs a header with which the browser
 * shows that our own page sent it.
 *
 * @throws ProblemError `cross-site`
 */
export function checkFromOwnPage(method: string, headers: IncomingHttpHeaders): void {
  // Their values have been checked by checkSameOrigin.
  if (method === 'GET' || headers.origin !== undefined || headers['sec-fetch-site'] !== undefined) return
  refuse(
    403,
    'cross-site',
    'Not from the page',
    'A change by cookie or certificate needs the header Origin or Sec-Fetch-Site; scripts send "authorization: Bearer <token>".',
  )
}

const describe = (site: string | string[]): string => `Sec-Fetch-Site: ${String(site).slice(0, 20)}`
