import { useDesk } from '../desk.ts'
import { all, useReadable } from '../state/use-readable.ts'
import type { Place } from './place.ts'

export const usePlace = (): Place => useReadable(useDesk().router.place, all)

/** One parameter of the address, or null. */
export const useQuery = (name: string): string | null => new URLSearchParams(usePlace().query).get(name)
