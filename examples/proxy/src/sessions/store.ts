import { createHash, randomBytes } from 'node:crypto'
import type { Operator } from '@tezgah/core/node/operators-file'

const MAX_PER_OPERATOR = 10
const MAX_IN_ALL = 1_000

/** One person who has signed in, at one browser. */
export type Session = {
  readonly operator: string
  /** The digest of the password at that time: another one ends the session. */
  readonly password: string | null
  /** Fingerprint of the certificate that it rests on, `null` where it was a password. */
  readonly certificate: string | null
  readonly createdAt: number
  /** Epoch milliseconds of the last request of this signed-in browser. */
  seenAt: number
  /** Epoch milliseconds until which changes of risk need no password again; `null`: they need it. */
  stepUpUntil: number | null
  /** SHA-256 of the id; the id itself is with the browser only. */
  digest: string
}

export type SessionLimits = {
  /** Milliseconds without a request after which a session ends. */
  readonly idleMs: number
  /** No session lasts longer, in milliseconds. */
  readonly absoluteMs: number
}

/** Sessions of people, in memory only: none outlives the process. At most 10 of one operator and 1,000 in all. */
export class SessionStore {
  readonly #limits: SessionLimits
  readonly #now: () => number
  /** Oldest first. */
  readonly #sessions = new Map<string, Session>()

  /** @param now - epoch milliseconds */
  constructor(limits: SessionLimits, now: () => number) {
    this.#limits = limits
    this.#now = now
  }

  /** Opens a session and returns its id, which belongs in the cookie only. Above the limits the oldest session ends. */
  create(operator: Operator, certificate: string | null): { readonly id: string; readonly session: Session } {
    this.#makeRoom(operator.id)
    const { id, digest } = newId()
    const now = this.#now()
    const session: Session = {
      operator: operator.id,
      password: operator.password ?? null,
      certificate,
      createdAt: now,
      seenAt: now,
      stepUpUntil: null,
      digest,
    }
    this.#sessions.set(digest, session)
    return { id, session }
  }

  /** The session with this id, `null` where there is none or it has ended. */
  find(id: string): Session | null {
    const session = this.#sessions.get(digestOf(id))
    return session !== undefined && this.isOpen(session) ? session : null
  }

  isOpen(session: Session): boolean {
    return this.#sessions.get(session.digest) === session && this.#now() < this.expiresAt(session)
  }

  /** Epoch milliseconds at which it expires if it is not used again. */
  expiresAt({ createdAt, seenAt }: Session): number {
    return Math.min(seenAt + this.#limits.idleMs, createdAt + this.#limits.absoluteMs)
  }

  /** Records a request with the session. */
  touch(session: Session): void {
    session.seenAt = this.#now()
  }

  /** Marks the password as confirmed until `until`. Returns the new id; the previous one is no longer valid. */
  stepUp(session: Session, until: number): string {
    this.#sessions.delete(session.digest)
    const { id, digest } = newId()
    session.digest = digest
    session.stepUpUntil = until
    this.touch(session)
    this.#sessions.set(digest, session)
    return id
  }

  end(session: Session): void {
    if (this.#sessions.get(session.digest) === session) this.#sessions.delete(session.digest)
  }

  /** Ends every session that has expired or is not valid. */
  sweep(isValid: (session: Session) => boolean): void {
    for (const session of this.#sessions.values()) if (!this.isOpen(session) || !isValid(session)) this.end(session)
  }

  #makeRoom(operator: string): void {
    const own = [...this.#sessions.values()].filter((session) => session.operator === operator)
    const oldestOf = (sessions: Iterable<Session>): Session | undefined =>
      [...sessions].sort((a, b) => a.createdAt - b.createdAt)[0]
    const crowded = own.length >= MAX_PER_OPERATOR ? oldestOf(own) : undefined
    const full = this.#sessions.size >= MAX_IN_ALL ? (oldestOf(own) ?? oldestOf(this.#sessions.values())) : undefined
    const leaving = crowded ?? full
    if (leaving !== undefined) this.end(leaving)
  }
}

function newId(): { readonly id: string; readonly digest: string } {
  const id = randomBytes(32).toString('base64url')
  return { id, digest: digestOf(id) }
}

function digestOf(id: string): string {
  return createHash('sha256').update(id).digest('base64url')
}
