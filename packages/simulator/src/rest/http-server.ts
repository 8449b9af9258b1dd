import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { empty, type Reply, type RestRequest } from './reply.ts'
import type { RequestHandler } from './request-handler.ts'

const MAX_BODY_BYTES = 65_536
const PACKED_FROM_BYTES = 1024
/** Node's five seconds would reset clients that pause between requests. */
const KEEP_ALIVE_MS = 120_000

/** An HTTP server in front of a handler. */
export function createHttpServer(handler: RequestHandler): Server {
  const server = createServer((incoming, response) => {
    readRequest(incoming).then(
      (request) => {
        if (request === null) return write(response, empty(413))
        handler.handle(request, {
          reply: (reply) => write(response, reply),
          reset: () => incoming.socket.resetAndDestroy(),
        })
      },
      () => response.destroy(),
    )
  })
  server.keepAliveTimeout = KEEP_ALIVE_MS
  return server
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
    address: normalizeIpAddress(incoming.socket.remoteAddress),
  }
}

/** An IPv4 address without its IPv6 wrapping. */
export function normalizeIpAddress(address: string | undefined): string {
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
