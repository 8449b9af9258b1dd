import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'

/** What stands behind nginx in a test: answers, and remembers the headers that reached it. */
export type RecordingUpstream = {
  readonly port: number
  /** Names in lower case, in the order of the requests. */
  readonly received: readonly IncomingMessage[]
  /** The answers of streams that are still open. */
  readonly streams: readonly ServerResponse[]
  /** How many bytes of bodies have come. */
  bodyBytes(): number
  close(): Promise<void>
}

/** A request for this is never answered. */
export const HELD_PATH = '/held'

const answerOk: RequestListener = (request, response) => {
  if (request.url === HELD_PATH) return
  response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}')
}

/** Answers at once, with 200 by default; a path that ends in `/events` sends one event and stays open. */
export async function openRecordingUpstream(answer: RequestListener = answerOk): Promise<RecordingUpstream> {
  const received: IncomingMessage[] = []
  let bodyBytes = 0
  const streams: ServerResponse[] = []
  const server = createServer((request, response) => {
    received.push(request)
    request.on('data', (piece: Buffer) => {
      bodyBytes += piece.length
    })
    if (request.url?.endsWith('/events')) {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: first\n\n')
      streams.push(response)
    } else answer(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the upstream has no port')
  return {
    port: address.port,
    received,
    streams,
    bodyBytes: () => bodyBytes,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
