import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openSignedLog } from '../../../executor-lite/src/audit/open-log.ts'

export type LogEvent = {
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly outcome: 'success' | 'failure' | 'refused' | 'unknown'
  readonly details?: Readonly<Record<string, string | number>>
  readonly correlationId?: string
}

export type LogFolder = { readonly folder: string; readonly remove: () => void }

/** The folders of an executor whose signed audit log holds these events after the opening of the log and the making of its key. */
export async function writeAuditLog(events: Iterable<LogEvent>): Promise<LogFolder> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tezgah-audit-'))
  const { log } = await openSignedLog({
    auditFile: path.join(folder, 'audit', 'backtest.log'),
    keyFile: path.join(folder, 'data', 'audit-key.pem'),
    checkpointFile: path.join(folder, 'data', 'audit-checkpoint.json'),
  })
  let pending: Promise<unknown>[] = []
  for (const event of events) {
    pending.push(log.append(event))
    if (pending.length === 1_000) {
      await Promise.all(pending)
      pending = []
    }
  }
  await Promise.all(pending)
  await log.close()
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) }
}

/** Changes an answer of the executor before the page gets it, or leaves it as it is. */
export type Alter = (address: URL, document: unknown) => unknown

export interface AlteringDesk {
  readonly url: string
  /** What is changed from now on; `null` for nothing. */
  alter(change: Alter | null): void
  close(): Promise<void>
}

async function readBody(message: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of message) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

/** Stands between the page and the real proxy as an attacker would who controls what the executor says. */
export async function openAlteringDesk(proxyUrl: string): Promise<AlteringDesk> {
  let change: Alter | null = null
  const to = new URL(proxyUrl)
  const answerWith = async (address: URL, answer: IncomingMessage, response: ServerResponse): Promise<void> => {
    const isJson = answer.headers['content-type']?.startsWith('application/json') === true
    if (change === null || !isJson || answer.statusCode !== 200) {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
      return
    }
    const text = JSON.stringify(change(address, JSON.parse(await readBody(answer))))
    const { 'content-length': _, 'content-encoding': __, ...headers } = answer.headers
    response.writeHead(200, headers)
    response.end(text)
  }
  const server = createServer((request, response) => {
    const address = new URL(request.url ?? '/', to)
    const { origin: _, 'accept-encoding': __, ...headers } = request.headers
    const passed = send(address, { method: request.method, headers: { ...headers, host: to.host } })
    passed.on('response', (answer) => void answerWith(address, answer, response))
    passed.on('error', () => response.destroy())
    response.on('close', () => passed.destroy())
    request.pipe(passed)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new Error('the stand-in has no port')
  return {
    url: `http://127.0.0.1:${bound.port}`,
    alter: (next) => {
      change = next
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
