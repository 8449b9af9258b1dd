import { type Connect, MAX_PAYLOAD_BYTES } from './socket.ts'

/** The part of the web's `WebSocket` that is used. */
export interface WebSocketLike {
  readonly readyState: number
  onopen: ((event: never) => void) | null
  onmessage: ((event: { readonly data: unknown } & never) => void) | null
  onclose: ((event: { readonly code: number; readonly reason: string } & never) => void) | null
  onerror: ((event: never) => void) | null
  send(text: string): void
  close(code?: number): void
}

export type WebSocketConstructor = new (url: string) => WebSocketLike

const OPEN = 1

/** Opens sockets of a constructor that follows the web's standard, such as a browser's own. */
export function connectWith(WebSocketClass: WebSocketConstructor): Connect {
  return (url, listener) => {
    const socket = new WebSocketClass(url)
    const forget = (): void => {
      socket.onopen = null
      socket.onmessage = null
      socket.onclose = null
    }
    const drop = (): void => {
      forget()
      // The standard has no way to end at once: the socket is let go of and ends when it ends.
      socket.close()
    }
    socket.onopen = () => listener.opened()
    socket.onmessage = ({ data }: { readonly data: unknown }) => {
      if (typeof data === 'string' && data.length > MAX_PAYLOAD_BYTES) {
        drop()
        listener.closed('a frame was larger than allowed', null)
      } else listener.text(typeof data === 'string' ? data : '')
    }
    socket.onclose = ({ code, reason }: { readonly code: number; readonly reason: string }) => {
      forget()
      listener.closed(`closed with ${code} ${reason}`.trim(), null)
    }
    // Says nothing that `close` does not say, but an unhandled one is fatal with some constructors.
    socket.onerror = () => {}
    return {
      send: (text) => {
        if (socket.readyState === OPEN) socket.send(text)
      },
      close: () => socket.close(1000),
      terminate: drop,
    }
  }
}
