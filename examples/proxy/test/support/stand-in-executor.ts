import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'

/** What reached the executor. */
export type Received = {
  readonly method: string
  readonly url: string
  /** Names in lower case, in the order sent. */
  readonly headers: readonly (readonly [string, string])[]
  readonly body: string
}

export interface StandInExecutor {
  readonly url: URL
  readonly received: readonly Received[]
  /** Replaces how it answers from now on. */
  answerWith(listener: RequestListener): void
  /** The first piece of a body that comes from now on. */
  onceReading(): Promise<string>
  close(): Promise<void>
}

function headerPairs({ rawHeaders }: IncomingMessage): readonly (readonly [string, string])[] {
  return rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [[name.toLowerCase(), rawHeaders[index + 1] ?? ''] as const] : [],
  )
}

/** An executor of a few lines on a real socket, which keeps everything that it is told. */
export async function openStandInExecutor(): Promise<StandInExecutor> {
  const received: Received[] = []
  let answer: RequestListener = (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}')
  }
  let told: ((piece: string) => void) | undefined
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) {
      body += chunk
      told?.(String(chunk))
    }
    received.push({ method: request.method ?? '', url: request.url ?? '', headers: headerPairs(request), body })
    answer(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the stand-in has no port')
  return {
    url: new URL(`http://127.0.0.1:${address.port}`),
    received,
    answerWith: (listener) => {
      answer = listener
    },
    onceReading: () =>
      new Promise((resolve) => {
        told = resolve
      }),
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
