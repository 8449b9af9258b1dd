import type { Fetch, FetchInit } from '../../src/ports.ts'

export type SeenRequest = {
  readonly url: URL
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
  readonly signal: AbortSignal
}

export type Reply = { readonly status?: number; readonly body?: unknown; readonly headers?: Record<string, string> }

type Answer = Reply | Error | Promise<Reply>

/** A fetch that answers what a test says and keeps what it saw. Text is sent as it is, anything else as JSON. */
export function fakeFetch(
  answer: (request: SeenRequest, index: number) => Answer,
): Fetch & { readonly seen: SeenRequest[] } {
  const seen: SeenRequest[] = []
  const fetch = async (url: string, init: FetchInit) => {
    const request = {
      url: new URL(url),
      method: init.method,
      headers: init.headers,
      body: init.body,
      signal: init.signal,
    }
    seen.push(request)
    const reply = await answer(request, seen.length - 1)
    if (reply instanceof Error) throw reply
    const { status = 200, body = '', headers } = reply
    return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers: headers ?? {} })
  }
  return Object.assign(fetch, { seen })
}

/** What the exchange wraps its data in. */
export function enveloped(data: unknown): Reply {
  return { body: { data, success: true, message: null, code: 0 } }
}

export function never(): Promise<Reply> {
  return new Promise(() => undefined)
}
