import { ApiError, errorFromAnswer } from './errors.ts'

/** The part of `fetch` that is used; a test passes its own. */
export type Fetch = (path: string, init: RequestInit) => Promise<Response>

/** Asks and returns the JSON of the answer, unread. Rejects with an ApiError, or with an AbortError when aborted. */
export type Request = (path: string, init?: RequestInit) => Promise<unknown>

export const PROXY_UNAVAILABLE = 'urn:tezgah:problem:proxy-away'

async function readBody(response: Response): Promise<unknown> {
  const text = await response.text()
  try {
    return JSON.parse(text)
  } catch {
    // Only a success must be JSON; a failure is described by its status.
    if (!response.ok) return null
    throw new ApiError('refused', 'The answer was not understood', 'The server sent something other than JSON.')
  }
}

/** Requests to this page's own server. */
export function createRequest(fetch: Fetch): Request {
  return async (path, init = {}) => {
    let response: Response
    try {
      response = await fetch(path, { ...init, headers: { accept: 'application/json', ...init.headers } })
    } catch (cause) {
      if (init.signal?.aborted) throw cause
      const advice = 'This page gets no answer from its server. Start it with: npm start'
      throw new ApiError('unavailable', 'The proxy is away', advice, { type: PROXY_UNAVAILABLE, cause })
    }
    const body = await readBody(response)
    if (!response.ok) throw errorFromAnswer(response.status, response.headers.get('retry-after'), body)
    return body
  }
}
