import { eventsPath } from '../../../api/client.ts'
import { isFields } from '../../../api/read.ts'
import type { RunStatus } from '../../../api/run.ts'
import { type Partial, readPartial } from './partial.ts'

export type ListenEvents = {
  readonly onStarted: () => void
  readonly onPartial: (partial: Partial) => void
}

/** Resolves with true once the run has ended and with false when the stream broke; at once when aborted. */
export type Listen = (id: string, events: ListenEvents, signal: AbortSignal) => Promise<boolean>

/** The part of EventSource that is used. */
export type Source = Pick<EventSource, 'close'> & {
  addEventListener(type: string, listener: (event: MessageEvent) => void): void
}

const FINAL: readonly unknown[] = ['done', 'failed', 'cancelled'] satisfies RunStatus[]

function parse(data: unknown): unknown {
  try {
    return typeof data === 'string' ? JSON.parse(data) : null
  } catch {
    return null
  }
}

/** Follows the events of a run. What is not as agreed is left out: the state of the run is read when the stream ends. */
export function createListen(open: (address: string) => Source): Listen {
  return (id, { onStarted, onPartial }, signal) =>
    new Promise((resolve) => {
      const source = open(eventsPath(id))
      const end = (hasEnded: boolean): void => {
        signal.removeEventListener('abort', leave)
        source.close()
        resolve(hasEnded)
      }
      const leave = (): void => end(false)
      signal.addEventListener('abort', leave)
      if (signal.aborted) leave()
      source.addEventListener('state', ({ data }) => {
        const state = parse(data)
        if (!isFields(state)) return
        if (FINAL.includes(state['status'])) end(true)
        else if (state['status'] === 'running') onStarted()
      })
      source.addEventListener('progress', ({ data }) => {
        try {
          onPartial(readPartial(parse(data)))
        } catch {
          // The next one may be as agreed, and the end of the run does not hang on it.
        }
      })
      // Also what a browser would mend by itself: only a read tells why the stream broke.
      source.addEventListener('error', leave)
    })
}
