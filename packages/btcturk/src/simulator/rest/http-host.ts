import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import type { Timers } from '../../ports.ts'
import type { FaultInjector } from '../faults/fault-injector.ts'
import type { HttpFault } from '../faults/fault-plan.ts'
import { empty, internalError, networkPage, type Reply, tooManyRequests } from './reply.ts'
import type { RestRequest } from './request.ts'

const MAX_BODY_BYTES = 65_536
const PACKED_FROM_BYTES = 1024

export type HttpHostOptions = {
  readonly faults: FaultInjector
  readonly timers: Timers
  /** @param isStale - true where an old order book is wanted */
  readonly answer: (request: RestRequest, isStale: boolean) => Reply
}

/** Faults that come before the request has had any effect, as far as they answer. */
const BEFORE: Readonly<Partial<Record<HttpFault, () => Reply>>> = {
  tooManyRequests: () => tooManyRequests({ limit: 300, period: '1m', policy: 'ip', retryAfterMs: 1000 }),
  serverError: internalError,
  forbidden: () => networkPage(403),
}

/** An HTTP server that answers from `answer`, with whatever goes wrong on the way. */
export function createHttpHost({ faults, timers, answer }: HttpHostOptions): Server {
  return createServer((incoming, response) => {
    readRequest(incoming).then(
      (request) => {
        if (request === null) return write(response, empty(413))
        const { fault, delayMs } = faults.ofRequest(request.method, request.path)
        const reply = replyTo(request, fault, answer)
        if (reply === 'reset') incoming.socket.resetAndDestroy()
        else if (reply !== 'hang') later(timers, delayMs, () => write(response, reply))
      },
      () => response.destroy(),
    )
  })
}

function replyTo(
  request: RestRequest,
  fault: HttpFault | null,
  answer: HttpHostOptions['answer'],
): Reply | 'reset' | 'hang' {
  if (fault === 'reset' || fault === 'hang') return fault
  const early = fault === null ? undefined : BEFORE[fault]
  if (early !== undefined) return early()
  const reply = answer(request, fault === 'staleSnapshot')
  switch (fault) {
    case 'resetAfter':
      return 'reset'
    case 'hangAfter':
      return 'hang'
    case 'serverErrorAfter':
      return internalError()
    case 'pageAfter':
      return networkPage(524)
    case 'emptyBody':
      return empty(reply.status)
    default:
      return reply
  }
}

/** @returns `null` where the body is too long */
async function readRequest(incoming: IncomingMessage): Promise<RestRequest | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_BODY_BYTES) return null
    chunks.push(chunk)
  }
  const url = new URL(incoming.url ?? '/', 'http://localhost')
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, `${value}`])
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: Buffer.concat(chunks).toString('utf8'),
    address: plainAddress(incoming.socket.remoteAddress),
  }
}

/** An IPv4 address without its IPv6 wrapping. */
export function plainAddress(address: string | undefined): string {
  return (address ?? '').replace(/^::ffff:/, '')
}

/** Long bodies are packed for those who accept it. */
function write(response: ServerResponse, { status, headers, body }: Reply): void {
  if (response.destroyed) return
  const bytes = Buffer.from(body ?? '')
  const isPacked = bytes.length >= PACKED_FROM_BYTES && /\bgzip\b/.test(`${response.req.headers['accept-encoding']}`)
  const sent = isPacked ? gzipSync(bytes) : bytes
  const packing = isPacked ? { 'content-encoding': 'gzip' } : {}
  response.writeHead(status, { ...headers, ...packing, 'content-length': sent.length })
  response.end(sent)
}

function later(timers: Timers, delayMs: number, action: () => void): void {
  if (delayMs > 0) timers.after(delayMs, action)
  else action()
}
