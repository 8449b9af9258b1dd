import { once } from 'node:events'
import { type IncomingMessage, type OutgoingHttpHeaders, request as plainRequest } from 'node:http'
import { request as tlsRequest } from 'node:https'
import { type Nginx, SERVER_NAME } from './nginx.ts'

export type Question = {
  readonly path?: string
  readonly method?: string
  /** The `Host` header; the name of the server unless given. */
  readonly host?: string
  readonly headers?: OutgoingHttpHeaders
  readonly body?: string | Buffer
  /** Over port 80 and without TLS. */
  readonly plain?: boolean
  /** What the client shows of itself. */
  readonly identity?: { readonly key: string; readonly cert: string }
  /** The address of the client; 127.0.0.1 unless given. */
  readonly from?: string
}

/** Sends one request and resolves when the head of the answer is here. */
export async function openAnswer(nginx: Nginx, question: Question): Promise<IncomingMessage> {
  const {
    path = '/',
    method = 'GET',
    host = SERVER_NAME,
    headers = {},
    body,
    plain = false,
    from = '127.0.0.1',
    identity = {},
  } = question
  const options = { host: '127.0.0.1', path, method, headers: { ...headers, host }, agent: false, localAddress: from }
  const request = plain
    ? plainRequest({ ...options, port: nginx.httpPort })
    : tlsRequest({ ...options, port: nginx.httpsPort, servername: SERVER_NAME, ca: nginx.certificate, ...identity })
  request.end(body)
  const [answer] = (await once(request, 'response')) as [IncomingMessage]
  return answer
}

export type Answer = { readonly status: number; readonly headers: IncomingMessage['headers']; readonly body: string }

/** Sends one request and reads the whole answer. */
export async function ask(nginx: Nginx, question: Question): Promise<Answer> {
  const answer = await openAnswer(nginx, question)
  let body = ''
  for await (const chunk of answer) body += chunk
  return { status: answer.statusCode ?? 0, headers: answer.headers, body }
}
