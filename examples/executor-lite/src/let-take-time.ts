import type { FastifyRequest } from 'fastify'

/** Lets the connection of one request be quiet for longer than the service allows others, in milliseconds. */
export function letTakeTime({ raw }: FastifyRequest, quietMs: number): void {
  // A request that was injected, in tests, has no connection.
  if (typeof raw.socket?.setTimeout === 'function') raw.socket.setTimeout(quietMs)
}
