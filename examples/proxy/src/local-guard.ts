import type { IncomingHttpHeaders } from 'node:http'
import { forwardingHeader } from './header-filter.ts'
import { ProblemError, problem } from './problem.ts'

/** The parts of a request that decide whether this machine's own user sent it. */
export type GuardedRequest = {
  readonly method: string
  /** Path without the query. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly localPort: number
}

const HTTP_PORT = 80

function allowedHosts(port: number): readonly string[] {
  const names = ['127.0.0.1', 'localhost']
  const withPort = names.map((name) => `${name}:${port}`)
  return port === HTTP_PORT ? [...withPort, ...names] : withPort
}

function refuse(status: number, slug: string, title: string, detail: string): never {
  throw new ProblemError(problem(status, slug, title, detail))
}

/** DNS rebinding: a hostile name that resolves to 127.0.0.1 arrives with its own name in `Host`. */
function checkHost({ headers, localPort }: GuardedRequest): void {
  const allowed = allowedHosts(localPort)
  if (allowed.includes(headers.host ?? '')) return
  refuse(
    421,
    'wrong-host',
    'Wrong host',
    `This service answers on ${allowed.join(' and ')} only; open it by one of these.`,
  )
}

/** In local mode whoever reaches the port is the operator, which must not become true for a whole network. */
function checkDirect({ headers }: GuardedRequest): void {
  const name = forwardingHeader(headers)
  if (name === null) return
  refuse(
    403,
    'behind-a-proxy',
    'Local mode is for this machine only',
    `The request carries "${name}", so it came through another proxy. Here everyone who reaches the port may start backtests: connect to it directly.`,
  )
}

/** Cross-site request forgery: the token is added for anyone who can make the browser call us. */
function checkSameOrigin({ method, path, headers }: GuardedRequest): void {
  if (!path.startsWith('/api')) return
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    refuse(
      403,
      'cross-site',
      'Request from another site',
      `A page of another origin asked for this (${describe(site)}).`,
    )
  }
  const { origin } = headers
  if (method !== 'GET' && origin !== undefined && origin !== `http://${headers.host}`) {
    refuse(403, 'cross-site', 'Request from another site', 'The Origin header is not this service: use its own page.')
  }
}

/** A form or `text/plain` needs no preflight, so another site could send it; JSON it could not. */
function checkJson({ method, headers }: GuardedRequest): void {
  if (method !== 'POST') return
  const mediaType = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase()
  if (mediaType === 'application/json') return
  refuse(415, 'not-json', 'JSON expected', 'Send a JSON body with the header "content-type: application/json".')
}

const describe = (site: string | string[]): string => `Sec-Fetch-Site: ${String(site).slice(0, 20)}`

/** @throws ProblemError naming what is wrong; returns when the request came straight from a user of this machine */
export function checkLocalRequest(request: GuardedRequest): void {
  checkHost(request)
  checkDirect(request)
  checkSameOrigin(request)
  checkJson(request)
}
