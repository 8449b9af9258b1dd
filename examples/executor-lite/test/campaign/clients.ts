import assert from 'node:assert/strict'
import { setTimeout as delay } from 'node:timers/promises'
import { TOKEN } from '../fixtures/process.ts'
import type { Random } from './random.ts'

/** One backtest that somebody wants, under a key of its own. */
type Wish = { readonly key: string; readonly fast: number }

/** What a client was promised: a job that no cancel was answered for is done in the end, one whose cancel was cut off may be either. */
export type Promised = { readonly fast: number; fate: 'done' | 'cancelled' | 'either' }

const HEADERS = { 'x-admin-token': TOKEN }

/**
 * Clients of a service that dies again and again. They remember what was answered; what was not answered they send again, with the same
 * key, in the next life.
 */
export class Clients {
  /** What was promised, by the id of the job. */
  readonly promised = new Map<string, Promised>()
  readonly #random: Random
  #unanswered: Wish[] = []
  #wishes = 0

  constructor(random: Random) {
    this.#random = random
  }

  /** So many starts side by side, those that are owed an answer before new ones; some are cancelled at once. */
  async load(address: string, starts: number): Promise<void> {
    const owed = this.#unanswered.splice(0, starts)
    const wishes = [...owed, ...Array.from({ length: starts - owed.length }, () => this.#wish())]
    await Promise.all(
      wishes.map(async (wish) => {
        const id = await this.#start(address, wish)
        if (id !== null && this.#random() < 0.15) await this.#cancel(address, id)
      }),
    )
  }

  /** Sends everything that is still owed an answer; the service must live. */
  async settle(address: string): Promise<void> {
    while (this.#unanswered.length > 0) await this.load(address, Math.min(8, this.#unanswered.length))
  }

  /** Waits until one job more has ended, where one has not. */
  async untilOneMoreEnds(address: string): Promise<void> {
    for (const id of this.promised.keys()) {
      const { finishedAt } = await this.#look(address, id)
      if (finishedAt === null) return this.untilEnded(address, id)
    }
  }

  async untilEnded(address: string, id: string): Promise<void> {
    while ((await this.#look(address, id)).finishedAt === null) await delay(20)
  }

  #wish(): Wish {
    this.#wishes += 1
    return { key: `wish-${this.#wishes}`, fast: 1 + Math.floor(this.#random() * 29) }
  }

  async #start(address: string, wish: Wish): Promise<string | null> {
    const answer = await ask(`${address}/backtest/start`, {
      method: 'POST',
      headers: { ...HEADERS, 'content-type': 'application/json', 'idempotency-key': wish.key },
      body: JSON.stringify({ params: { fast: wish.fast } }),
    })
    if (answer?.status !== 201) {
      // Nothing was promised: cut off, or refused by a service that cannot write.
      assert.ok(answer === null || answer.status >= 500, `a start was answered with ${answer?.status}: ${answer?.text}`)
      this.#unanswered.push(wish)
      return null
    }
    const { id } = JSON.parse(answer.text)
    if (!this.promised.has(id)) this.promised.set(id, { fast: wish.fast, fate: 'done' })
    return id
  }

  async #cancel(address: string, id: string): Promise<void> {
    const promised = this.promised.get(id)
    if (promised === undefined) return
    promised.fate = 'either'
    const answer = await ask(`${address}/backtest/${id}`, { method: 'DELETE', headers: HEADERS })
    if (answer?.status === 200) promised.fate = 'cancelled'
  }

  async #look(address: string, id: string): Promise<{ readonly finishedAt: number | null }> {
    const answer = await fetch(`${address}/backtest/${id}`)
    assert.equal(answer.status, 200, `job ${id}, which was promised`)
    return answer.json()
  }
}

/** `null`: the answer, or its end, never came. */
const ask = async (url: string, init: RequestInit): Promise<{ status: number; text: string } | null> => {
  try {
    const answer = await fetch(url, init)
    return { status: answer.status, text: await answer.text() }
  } catch {
    return null
  }
}
