import type { EventStream } from '../../web/state/live/live.ts'

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

/** Lets everything go on that waits only for promises. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}
