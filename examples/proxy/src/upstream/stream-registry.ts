import { ProblemError, problem, retryAfter } from '@tezgah-examples/service-kit/problem'
import type { Principal } from '../auth/principal.ts'
import { MAX_STREAMS } from './client.ts'

const PER_OWNER = 8
const WAIT_MS = 5_000

type OpenStream = { readonly owner: unknown; readonly principal: Principal; readonly end: () => void }

/** The open event streams: at most 8 of one session (or of one operator without), each only while its credential is valid. */
export class StreamRegistry {
  readonly #open = new Set<OpenStream>()

  /**
   * @param end - ends the stream; may be called after it has ended
   * @returns to be called when it has ended
   * @throws ProblemError `too-many-streams` (429)
   */
  add(principal: Principal, end: () => void): () => void {
    const owner = principal.session ?? principal.id
    const own = [...this.#open].filter((stream) => stream.owner === owner)
    if (own.length >= PER_OWNER || this.#open.size >= MAX_STREAMS) {
      const detail = `At most ${PER_OWNER} streams of one session, and ${MAX_STREAMS} in all: close one.`
      throw new ProblemError(problem(429, 'too-many-streams', 'Too many streams', detail), {
        headers: retryAfter(WAIT_MS),
      })
    }
    const stream = { owner, principal, end }
    this.#open.add(stream)
    return () => void this.#open.delete(stream)
  }

  /** Ends the streams whose credential has expired or has another role than when they were opened. */
  sweep(): void {
    for (const { principal, end } of this.#open) if (principal.roleNow() !== principal.role) end()
  }
}
