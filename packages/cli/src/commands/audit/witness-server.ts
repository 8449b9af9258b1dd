import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { cosign, type NoteSigner, parseWitnessRequest, type WatchedLog, witnessCheckpoint } from '@tezgah/audit'
import type { WitnessState } from './witness-state.ts'

/** 63 lines of proof and a checkpoint take less. */
const MAX_BODY_BYTES = 65_536
const REQUEST_TIMEOUT_MS = 10_000

type Witness = {
  readonly log: WatchedLog
  readonly signer: NoteSigner
  readonly state: WitnessState
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number
}

type Reply = { readonly status: number; readonly text: string; readonly type?: string }

/** A witness of one log over HTTP: C2SP tlog-witness, `POST /add-checkpoint`. */
export function createWitnessServer(witness: Witness): Server {
  const server = createServer((request, response) => {
    answer(request, witness).then(
      (reply) => send(response, reply),
      () => send(response, { status: 500, text: 'the state could not be stored\n' }),
    )
  })
  server.requestTimeout = REQUEST_TIMEOUT_MS
  return server
}

function send(response: ServerResponse, { status, text, type = 'text/plain; charset=utf-8' }: Reply): void {
  response.writeHead(status, { 'content-type': type }).end(text)
}

async function answer(request: IncomingMessage, witness: Witness): Promise<Reply> {
  if (request.url !== '/add-checkpoint') return { status: 404, text: 'only /add-checkpoint is here\n' }
  if (request.method !== 'POST') return { status: 405, text: 'POST only\n' }
  const body = await readBody(request)
  if (body === null) return { status: 413, text: `at most ${MAX_BODY_BYTES} bytes\n` }
  return addCheckpoint(body, witness)
}

/** Nothing waits between reading the state and storing it, so no other request can come between. */
function addCheckpoint(body: string, { log, signer, state, now }: Witness): Reply {
  const request = parseWitnessRequest(body)
  if (request === null) return { status: 400, text: 'not a request of tlog-witness\n' }
  if (originOf(request.note) !== log.origin) return { status: 404, text: 'a log that is not watched here\n' }
  const found = witnessCheckpoint(state.head, request, log)
  if (found.status === 409) return { status: 409, text: `${found.size}\n`, type: 'text/x.tlog.size' }
  if (found.status !== 200) return { status: found.status, text: `${found.reason}\n` }
  state.save(found.state)
  const line = cosign(found.text, Math.floor(now() / 1000), signer)
  return { status: 200, text: line.endsWith('\n') ? line : `${line}\n` }
}

function originOf(note: string): string {
  return note.slice(0, note.indexOf('\n'))
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of request) {
    length += piece.length
    if (length > MAX_BODY_BYTES) return null
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString()
}
