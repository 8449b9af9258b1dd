import type { FastifyReply, FastifyRequest } from 'fastify'

/** Lets the connection of one request be quiet for longer than the service allows others, in milliseconds. */
export function extendIdleTimeout({ raw }: FastifyRequest, quietMs: number): void {
  setQuiet(raw.socket, quietMs)
}

/**
 * From here on the client has to read, however long the answer took: a client that takes none of it for `quietMs` is
 * let go. Node finds at its first look that a write has begun, and closes at the second, so each is half of the time. An answer
 * behind another on the same connection has no socket yet, and waits under the limit of the one before it.
 */
export function setReadTimeout({ raw }: FastifyReply, quietMs: number): void {
  setQuiet(raw.socket, quietMs / 2)
}

function setQuiet(socket: FastifyRequest['raw']['socket'] | null, quietMs: number): void {
  // A request that was injected, in tests, has no connection.
  if (typeof socket?.setTimeout === 'function') socket.setTimeout(quietMs)
}
