import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http'
import { deskDocuments } from './desk-documents.ts'

export interface StandInDesk {
  readonly url: string
  /** Sends one event of the stream to every page; it gets the next number. */
  emit(type: string, data: unknown): void
  /** What a path under `/api` answers from now on; a problem document where it is not 200. */
  answer(path: string, document: unknown, status?: number): void
  /** How often a path was asked for, the method before it: `GET /api/slo`. */
  asked(request: string): number
  /** Every path answers as the proxy does while nobody is behind it, and every stream is cut. */
  goAway(): void
  comeBack(): void
  close(): Promise<void>
}

const UNAVAILABLE = {
  type: 'urn:tezgah:problem:executor-away',
  title: 'The executor is away',
  status: 503,
  detail: 'executor-lite does not answer. Start it with: npm run executor',
}

function sendJson(response: ServerResponse, status: number, document: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(document))
}

/** Passes a request on to the real proxy, which takes only what is addressed to itself. */
function passOn(request: IncomingMessage, response: ServerResponse, to: URL): void {
  const { origin: _, ...headers } = request.headers
  const passed = send(new URL(request.url ?? '/', to), {
    method: request.method,
    headers: { ...headers, host: to.host },
  })
  passed.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  passed.on('error', () => response.destroy())
  request.pipe(passed)
}

/**
 * The real page from the real proxy, with a desk of a few documents behind it: its state is whatever a test says, and it goes
 * away when a test says so.
 */
export async function openStandInDesk(proxyUrl: string, firstPort = 0): Promise<StandInDesk> {
  const documents = new Map<string, { status: number; document: unknown }>()
  for (const [path, document] of Object.entries(deskDocuments())) documents.set(path, { status: 200, document })
  const streams = new Set<ServerResponse>()
  const asked = new Map<string, number>()
  let isUnavailable = false
  let boot = 'boot1'
  let number = 0

  const write = (response: ServerResponse, type: string, data: unknown): void => {
    response.write(`event: ${type}\nid: ${boot}.${number}\ndata: ${JSON.stringify(data)}\n\n`)
  }
  const openStream = (response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    response.write('retry: 200\n\n')
    write(response, 'hello', { boot, now: Date.now() })
    streams.add(response)
    response.on('close', () => streams.delete(response))
  }
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?', 1)[0] ?? ''
    const name = `${request.method} ${path}`
    asked.set(name, (asked.get(name) ?? 0) + 1)
    const known = documents.get(path)
    if (isUnavailable && path.startsWith('/api/') && path !== '/api/session')
      return sendJson(response, 503, UNAVAILABLE)
    if (path === '/api/events' && known === undefined) return openStream(response)
    if (known !== undefined) return sendJson(response, known.status, known.document)
    passOn(request, response, new URL(proxyUrl))
  })
  server.listen(firstPort, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the stand-in has no port')
  const cut = (): void => {
    for (const stream of streams) stream.destroy()
  }
  return {
    url: `http://127.0.0.1:${address.port}`,
    emit: (type, data) => {
      number++
      for (const stream of streams) write(stream, type, data)
    },
    answer: (path, document, status = 200) => void documents.set(path, { status, document }),
    asked: (name) => asked.get(name) ?? 0,
    goAway: () => {
      isUnavailable = true
      cut()
    },
    comeBack: () => {
      isUnavailable = false
      boot = 'boot2'
      number = 0
    },
    close: async () => {
      cut()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
