import { once } from 'node:events'
import { type IncomingHttpHeaders, type IncomingMessage, request as plainRequest } from 'node:http'
import { request as tlsRequest } from 'node:https'
import type { TLSSocket } from 'node:tls'

/** Where to ask, and how to find and believe it. */
export type Target = {
  readonly base: URL
  /** Connect here instead of asking DNS for the name in `base`. */
  readonly address?: string
  /** PEM of a certificate to believe beside the usual ones. */
  readonly ca?: string
}

export type Question = {
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export type Answer = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** `null` without TLS. */
  readonly tls: { readonly protocol: string; readonly validTo: Date } | null
}

const TIMEOUT_MS = 10_000

/** @throws Error when there is no answer within ten seconds */
export async function ask({ base, address, ca }: Target, path: string, question: Question = {}): Promise<Answer> {
  const { method = 'GET', headers = {}, body } = question
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  const common = { host: address ?? base.hostname, port: base.port, path, method, agent: false, signal } as const
  const all = { host: base.host, ...headers }
  const request =
    base.protocol === 'https:'
      ? tlsRequest({ ...common, headers: all, servername: base.hostname, ...(ca === undefined ? {} : { ca }) })
      : plainRequest({ ...common, headers: all })
  request.end(body)
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  const tls = base.protocol === 'https:' ? describeTls(response.socket as TLSSocket) : null
  let text = ''
  for await (const chunk of response) text += chunk
  return { status: response.statusCode ?? 0, headers: response.headers, body: text, tls }
}

function describeTls(socket: TLSSocket): Answer['tls'] {
  return { protocol: socket.getProtocol() ?? 'none', validTo: new Date(socket.getPeerCertificate().valid_to) }
}
