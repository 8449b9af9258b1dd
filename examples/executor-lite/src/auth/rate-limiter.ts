const WINDOW_MS = 60_000

/** Memory for stamps of all clients of one kind together, in bytes. */
const MAX_STAMP_BYTES = 8 * 1024 ** 2
const MAX_CLIENTS = 10_000

export type RateLimitVerdict = { readonly allowed: true } | { readonly allowed: false; readonly retryAfterMs: number }

type Client = { readonly stamps: Float64Array; next: number }

/** Least recently allowed first. */
type Clients = Map<string, Client>

/**
 * At most `limit` requests of one client in any 60 s, exactly: the time of each allowed request is kept until the window has passed
 * over it. Requests that are refused do not count. Memory is bounded: where no room is left for another client, new ones are refused.
 * Clients who have shown who they are have room of their own, so that strangers from many addresses cannot take it.
 */
export class RateLimiter {
  /** Requests of one client in any 60 s. */
  readonly limit: number
  readonly #now: () => number
  readonly #maxClients: number
  readonly #known: Clients = new Map()
  readonly #strangers: Clients = new Map()

  /** @param now - milliseconds of a monotonic clock */
  constructor(limit: number, now: () => number) {
    if (!Number.isInteger(limit) || limit < 1)
      throw new RangeError(`limit must be a whole number from 1 up, was ${limit}`)
    this.limit = limit
    this.#now = now
    this.#maxClients = Math.max(1, Math.min(MAX_CLIENTS, Math.floor(MAX_STAMP_BYTES / (limit * 8))))
  }

  /** Clients that are remembered now. */
  get size(): number {
    return this.#known.size + this.#strangers.size
  }

  /** @param known - whether the client has shown who it is */
  take(key: string, known = false): RateLimitVerdict {
    const now = this.#now()
    const clients = known ? this.#known : this.#strangers
    const client = clients.get(key) ?? this.#admit(clients, now)
    if (client === null) return { allowed: false, retryAfterMs: WINDOW_MS }
    const freeAt = (client.stamps[client.next] ?? 0) + WINDOW_MS
    if (freeAt > now) return { allowed: false, retryAfterMs: freeAt - now }
    client.stamps[client.next] = now
    client.next = (client.next + 1) % this.limit
    clients.delete(key)
    clients.set(key, client)
    return { allowed: true }
  }

  #admit(clients: Clients, now: number): Client | null {
    for (const [key, client] of clients) {
      if (latest(client) + WINDOW_MS > now) break
      clients.delete(key)
    }
    if (clients.size >= this.#maxClients) return null
    return { stamps: new Float64Array(this.limit).fill(Number.NEGATIVE_INFINITY), next: 0 }
  }
}

function latest({ stamps, next }: Client): number {
  return stamps[(next - 1 + stamps.length) % stamps.length] ?? 0
}
