import { once } from 'node:events'
import { request } from 'node:http'

export type RawAnswer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

export type RawRequest = {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string | string[]>>
  readonly body?: string
}

/** A request with exactly these headers and this path: unlike `fetch` it tidies nothing up. */
export async function rawRequest(base: string, path: string, options: RawRequest = {}): Promise<RawAnswer> {
  const { hostname, port } = new URL(base)
  const { method = 'GET', headers = {}, body } = options
  const outgoing = request({ hostname, port, path, method, headers, agent: false })
  outgoing.end(body)
  const [answer] = await once(outgoing, 'response')
  let text = ''
  for await (const chunk of answer) text += chunk
  return { status: answer.statusCode, headers: answer.headers, body: text }
}
