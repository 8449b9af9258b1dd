import type { WebSocket } from 'ws'

/** The server's end of a WebSocket, over a network or in this process. */
export interface ServerSocket {
  readonly isOpen: boolean
  /** Bytes that wait for the other end. */
  readonly bufferedBytes: number
  send(text: string): void
  ping(): void
  /** With code 1000 and no reason. */
  close(): void
  /** Without a close frame. */
  terminate(): void
  /** Reads and answers nothing any more. */
  pause(): void
}

/** What a wire reports to the host. */
export interface ServerSocketListener {
  /** The handshake is answered. */
  opened(): void
  text(text: string): void
  pong(): void
  closed(): void
}

export function serverSocketOf(socket: WebSocket): ServerSocket {
  return {
    get isOpen() {
      return socket.readyState === socket.OPEN
    },
    get bufferedBytes() {
      return socket.bufferedAmount
    },
    send: (text) => socket.send(text),
    ping: () => socket.ping(),
    close: () => socket.close(1000),
    terminate: () => socket.terminate(),
    pause: () => socket.pause(),
  }
}

export function listenToWebSocket(socket: WebSocket, listener: ServerSocketListener): void {
  socket.on('message', (data, isBinary) => {
    if (!isBinary) listener.text(`${data}`)
  })
  socket.on('pong', () => listener.pong())
  socket.on('error', () => socket.terminate())
  socket.on('close', () => listener.closed())
  listener.opened()
}
