import type { EventStream, LiveDeps } from '../../web/state/live/live.ts'

type Listener = (event: MessageEvent) => void

/** An EventSource that a test speaks for. */
export class FakeStream implements EventStream {
  readyState = 0
  readonly #listeners = new Map<string, Listener[]>()

  addEventListener(type: string, listener: Listener): void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener])
  }

  close(): void {
    this.readyState = 2
  }

  tell(type: string, data: unknown, lastEventId = ''): void {
    const event = { data: JSON.stringify(data), lastEventId } as MessageEvent
    for (const listener of this.#listeners.get(type) ?? []) listener(event)
  }

  /** The connection broke; `isOver`: the browser does not try again by itself. */
  fail(isOver: boolean): void {
    this.readyState = isOver ? 2 : 0
    this.tell('error', null)
  }
}

/** A clock whose time passes only when a test says so. */
export class FakeTime {
  now = 1_000_000
  #timers: { at: number; action: () => void }[] = []

  readonly later: LiveDeps['later'] = (delayMs, action) => {
    const timer = { at: this.now + delayMs, action }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  pass(ms: number): void {
    const end = this.now + ms
    for (;;) {
      const next = this.#timers.toSorted((a, b) => a.at - b.at)[0]
      if (next === undefined || next.at > end) break
      this.#timers = this.#timers.filter((timer) => timer !== next)
      this.now = next.at
      next.action()
    }
    this.now = end
  }
}

/** Lets everything go on that waits only for promises. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}
