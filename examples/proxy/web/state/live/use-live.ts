import { useNow } from '../clock.ts'
import { createServiceContext } from '../context.ts'
import { useStore } from '../use-store.ts'
import type { JobProgress } from './events.ts'
import type { Live } from './live.ts'
import type { Replica } from './replica.ts'
import { type LiveStatus, staleMs } from './status.ts'

export const { Provider: LiveProvider, use: useLiveService } = createServiceContext<Live>('useLiveService')

/** One part of the replica; draws the component again when that part has changed. `null` until it is known. */
export function useLive<Part extends keyof Replica>(part: Part): Replica[Part] {
  return useStore(useLiveService().replica, (replica) => replica[part])
}

/** How far a run is, while it is under way. */
export function useProgress(id: string): JobProgress | null {
  return useStore(useLiveService().replica, ({ progress }) => progress.get(id) ?? null)
}

export const useLiveStatus = (): LiveStatus => useStore(useLiveService().status)

/** How old the newest event is, in ms, when what is shown may be out of date; else null. Counts once a second. */
export function useStaleMs(): number | null {
  const status = useLiveStatus()
  return staleMs(status, useNow())
}
