import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { ProblemError } from './problem.ts'
import { redact } from './redact.ts'
import { routeConfigOf } from './route.ts'

/** Deep enough for any request this service knows; what parses or prints deeper values recursively could run out of stack. */
const MAX_DEPTH = 32

/**
 * Reads JSON bodies: bounded in depth, without keys that reach a prototype, and with the secret masked, so that nothing behind it (job,
 * error message, audit record) can ever hold it.
 */
export function readJsonBodies(app: FastifyInstance, secret: string): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('text/plain')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = String(body)
    if (depthOf(text) > MAX_DEPTH) {
      done(new ProblemError('malformed-request', `The body is nested deeper than ${MAX_DEPTH} levels.`))
      return
    }
    parse(request, text, (error, parsed) => done(error, error ? undefined : redact(parsed, secret)))
  })
}

/** Deepest nesting of lists and objects; brackets inside strings do not count. */
function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[{]|[\]}]/gs)) {
    if (token === '[' || token === '{') deepest = Math.max(deepest, ++depth)
    else if (token === ']' || token === '}') depth--
  }
  return deepest
}

/**
 * A body that takes longer to arrive than its route allows is answered with 408. Node has one such limit for all routes, and a dataset
 * takes longer than a start.
 *
 * @param usualMs - for routes that do not say, in milliseconds
 */
export function limitBodyTime(app: FastifyInstance, usualMs: number): void {
  app.addHook('preParsing', (request, _reply, payload, done) => {
    if (isBodyArriving(request.raw)) {
      const { bodyTimeoutMs = usualMs } = routeConfigOf(request.routeOptions.config)
      const timer = setTimeout(() => {
        const late = new ProblemError('too-late', `The body must arrive within ${bodyTimeoutMs / 1_000} s.`)
        // Without a reader of the body there is no error listener, and the error would end the process.
        payload.once('error', () => {}).emit('error', late)
      }, bodyTimeoutMs)
      request.raw.once('close', () => clearTimeout(timer))
    }
    done(null, payload)
  })
}

/** How much of a body is still read, and thrown away, after its request was answered: the largest that any route takes. */
const MOST_BYTES = 64 * 1024 ** 2

/**
 * An answer that is given while the body still comes, mostly a refusal, is sent at once and whole, and is the last of its connection. That
 * is closed only once the rest of the body has come, or too much of it, or too slowly: closing it with bytes unread would reset it, and a
 * client that is still writing would never see the answer.
 *
 * @param lingerMs - how long the rest is waited for, in milliseconds
 */
export function drainBodyAfterReply(app: FastifyInstance, lingerMs: number): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    if (!isBodyArriving(request.raw)) return done(null, payload)
    reply.header('connection', 'close')
    if (typeof payload !== 'string' && !(payload instanceof Buffer)) return done(null, payload)
    reply.header('content-length', Buffer.byteLength(payload))
    done(null, Readable.from(thenDrain(payload, request.raw, lingerMs), { objectMode: false }))
  })
}

/** Whether more of the body is to come. */
export function isBodyArriving({ complete, headers }: IncomingMessage): boolean {
  // A request that was injected came by no connection, and is never said to be incomplete.
  if (complete !== false) return false
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

async function* thenDrain(
  answer: string | Buffer,
  request: IncomingMessage,
  lingerMs: number,
): AsyncGenerator<string | Buffer> {
  yield answer
  await drained(request, lingerMs)
}

function drained(request: IncomingMessage, lingerMs: number): Promise<void> {
  return new Promise((resolve) => {
    let bytes = 0
    const end = () => {
      clearTimeout(timer)
      request.off('data', onData).off('end', end).off('close', end)
      resolve()
    }
    const onData = (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > MOST_BYTES) end()
    }
    const timer = setTimeout(end, lingerMs)
    if (request.complete && request.readableEnded) end()
    else request.on('data', onData).once('end', end).once('close', end).resume()
  })
}
