import type { Readable } from 'node:stream'
import { ProblemError, problem } from '@tezgah-examples/service-kit/problem'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Principal } from '../auth/principal.ts'
import type { Upstream, UpstreamAnswer } from './client.ts'
import { upstreamHeaders } from './header-filter.ts'
import { allowedQuery, type ForwardedRoute, fillPath } from './routes.ts'
import type { StreamRegistry } from './stream-registry.ts'

/** Bytes of one file, as many as the executor takes. */
const UPLOAD_LIMIT_BYTES = 64 * 1024 ** 2

export type ForwardDeps = { readonly upstream: Upstream; readonly adminToken: string; readonly streams: StreamRegistry }

/** Sender of a request and its network; `principal` is `null` on public routes. */
export type RequestContext = { readonly principal: Principal | null; readonly peer: string }

/** Forwards a request to the executor and streams its answer back. */
export async function forward(
  route: ForwardedRoute,
  deps: ForwardDeps,
  { request, reply, context }: { request: FastifyRequest; reply: FastifyReply; context: RequestContext },
): Promise<FastifyReply> {
  const path = fillPath(route.upstreamPath, request.params as Record<string, string>)
  if (path === null) throw new ProblemError(BAD_ID)
  const gone = new AbortController()
  reply.raw.once('close', () => gone.abort())
  if (route.kind === 'stream' && context.principal !== null)
    reply.raw.once(
      'close',
      deps.streams.add(context.principal, () => gone.abort()),
    )
  const answer = await deps.upstream.request({
    method: route.method,
    path: path + allowedQuery(route.query, request.url),
    headers: headersFor(route, deps, request, context),
    body: bodyOf(route, request),
    signal: gone.signal,
    kind: route.kind,
  })
  return sendBack(reply, answer)
}

function sendBack(reply: FastifyReply, { status, headers, body }: UpstreamAnswer): FastifyReply {
  // nginx buffers events unless this header is set.
  if (headers['content-type']?.startsWith('text/event-stream')) reply.header('x-accel-buffering', 'no')
  return reply.code(status).headers(headers).header('cache-control', 'no-store').send(body)
}

function headersFor(
  route: ForwardedRoute,
  { adminToken }: ForwardDeps,
  { headers }: FastifyRequest,
  { principal, peer }: RequestContext,
): Record<string, string> {
  const identity = principal && { adminToken, operator: principal.id, role: principal.role, client: peer }
  const { 'content-type': type = '', ...kept } = upstreamHeaders(headers, identity)
  if (route.mediaTypes.length === 0) return kept
  // undici derives the length of any other body from its bytes.
  const length = route.kind === 'upload' ? { 'content-length': String(uploadLength(headers['content-length'])) } : {}
  return { ...kept, 'content-type': type, ...length }
}

function bodyOf({ mediaTypes, kind }: ForwardedRoute, { body }: FastifyRequest): Buffer | Readable | null {
  if (mediaTypes.length === 0) return null
  if (kind === 'upload') return body as Readable
  return body instanceof Buffer ? body : null
}

/** @throws ProblemError without a declared length, which could not be enforced, and above the limit */
function uploadLength(header: string | undefined): number {
  if (header === undefined) throw new ProblemError(LENGTH_NEEDED)
  const length = Number(header)
  if (length > UPLOAD_LIMIT_BYTES) throw new ProblemError(UPLOAD_TOO_LARGE)
  return length
}

const BAD_ID = problem(404, 'not-found', 'Not found', 'The id in the path has characters that no id has.')
const LENGTH_NEEDED = problem(411, 'length-needed', 'Length needed', 'Send the header content-length with a file.')
const UPLOAD_TOO_LARGE = problem(
  413,
  'too-large',
  'File too large',
  `A file may have ${UPLOAD_LIMIT_BYTES} bytes at most.`,
)
