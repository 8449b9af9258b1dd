import { useNow } from '../clock/use-now.ts'
import { useDesk } from '../desk.ts'
import { all, useReadable } from '../state/use-readable.ts'
import type { JobProgress } from './events.ts'
import type { Replica } from './replica.ts'
import { type LiveStatus, staleMs } from './status.ts'

/** One part of the desk; drawn again when that part has changed. `null` until it is known. */
export function useLive<Part extends keyof Replica>(part: Part): Replica[Part] {
  return useReadable(useDesk().live.replica, (replica) => replica[part])
}

/** How far a run is, while it is under way. */
export function useProgress(id: string): JobProgress | null {
  return useReadable(useDesk().live.replica, ({ progress }) => progress.get(id) ?? null)
}

export const useLiveStatus = (): LiveStatus => useReadable(useDesk().live.status, all)

/** How old the newest event is, in ms, when what is shown may be out of date; else null. Counts once a second. */
export function useStaleMs(): number | null {
  const status = useLiveStatus()
  return staleMs(status, useNow())
}
