import { addressOfRoute } from '../../../api/client.ts'
import { type Documents, isFields } from '../../../api/documents.ts'
import type { Partial } from './partial.ts'

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

const FINAL: readonly unknown[] = ['done', 'failed', 'cancelled'] satisfies Documents['JobStatus'][]

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
      const source = open(addressOfRoute('/backtest/{id}/events', { id }))
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
        const progress = parse(data)
        if (isFields(progress) && isFields(progress['equity']))
          onPartial(progress as Documents['BacktestProgressEvent'])
      })
      // Also where the browser would reconnect by itself: only a read shows why the stream broke.
      source.addEventListener('error', leave)
    })
}
