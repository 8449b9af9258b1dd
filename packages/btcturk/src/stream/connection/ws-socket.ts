import WebSocket from 'ws'
import { type Connect, MAX_PAYLOAD_BYTES } from './socket.ts'

const MAX_FRAGMENTS = 1024
const HANDSHAKE_TIMEOUT_MS = 8000

/** Opens sockets of the `ws` package: the way in Node. */
export const connectWs: Connect = (url, listener) => {
  const socket = new WebSocket(url, {
    perMessageDeflate: false,
    maxPayload: MAX_PAYLOAD_BYTES,
    maxFragments: MAX_FRAGMENTS,
    handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
    followRedirects: false,
  })
  let isOver = false
  let failure: Error | null = null
  const end = (reason: string): void => {
    if (isOver) return
    isOver = true
    listener.closed(reason, statusOf(failure))
  }
  socket.on('open', () => isOver || listener.opened())
  socket.on('message', (data, isBinary) => {
    if (!isOver) listener.text(isBinary ? '' : String(data))
  })
  socket.on('ping', () => isOver || listener.alive())
  socket.on('pong', () => isOver || listener.alive())
  // Always followed by `close`; without a listener it would end the process, also after `terminate`.
  socket.on('error', (error) => {
    failure = error
  })
  socket.on('close', (code, reason) => end(failure?.message ?? `closed with ${code} ${String(reason)}`.trim()))
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text)
    },
    ping: () => {
      if (socket.readyState === WebSocket.OPEN) socket.ping()
    },
    close: () => socket.close(1000),
    terminate: () => {
      isOver = true
      socket.terminate()
    },
  }
}

function statusOf(error: Error | null): number | null {
  const match = /Unexpected server response: (\d{3})/.exec(error?.message ?? '')
  return match === null ? null : Number(match[1])
}
