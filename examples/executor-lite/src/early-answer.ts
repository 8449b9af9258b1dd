import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'

/** How much of a body is still read, and thrown away, after its request was answered: the largest that any route takes. */
const MOST_BYTES = 64 * 1024 ** 2

/**
 * An answer that is given while the body still comes, mostly a refusal, is sent at once and whole, and is the last of its connection. That
 * is closed only once the rest of the body has come, or too much of it, or too slowly: closing it with bytes unread would reset it, and a
 * client that is still writing would never see the answer.
 *
 * @param lingerMs - how long the rest is waited for, in milliseconds
 */
export function keepEarlyAnswersReadable(app: FastifyInstance, lingerMs: number): void {
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
