import type { Fetch, FetchInit, FetchResponse } from '@tezgah/btcturk'
import type { Reply } from './reply.ts'
import type { RequestHandler } from './request-handler.ts'

/**
 * A `fetch` that reaches the handlers by their addresses without a socket, so that what happens depends on the seed and the
 * order of calls alone. Rejects as the platform's does: where the connection is reset, and with the signal's reason.
 */
export function inProcessFetch(handlers: ReadonlyMap<string, RequestHandler>): Fetch {
  return (url, init) =>
    new Promise((resolve, reject) => {
      const { origin, pathname, searchParams } = new URL(url)
      const handler = handlers.get(origin)
      if (handler === undefined) throw new TypeError(`fetch failed: no server listens on ${origin}`)
      if (init.signal.aborted) throw init.signal.reason
      init.signal.addEventListener('abort', () => reject(init.signal.reason), { once: true })
      const { method, body = '' } = init
      const request = {
        method,
        path: pathname,
        query: searchParams,
        headers: headersOf(init),
        body,
        address: '127.0.0.1',
      }
      handler.handle(request, {
        reply: (reply) => resolve(responseOf(reply)),
        reset: () => reject(new TypeError('fetch failed: the connection was reset')),
      })
    })
}

function headersOf({ headers }: FetchInit): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

function responseOf({ status, headers, body }: Reply): FetchResponse {
  return { status, headers: new Headers(headers), body: streamOf(body ?? '') }
}

/** All at once: a stream that reads in turns of its own would let simulated time run ahead of it. */
function streamOf(text: string): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      if (text !== '') controller.enqueue(new TextEncoder().encode(text))
      controller.close()
    },
  })
}
