import { useDesk } from '../desk.ts'
import { all, useReadable } from '../state/use-readable.ts'
import type { Session } from './read-session.ts'

/** Who sits at the page; `null` until it is known. */
export const useSession = (): Session | null => useReadable(useDesk().session.session, all)
