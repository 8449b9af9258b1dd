import { useDesk } from '../desk.ts'
import { all, useReadable } from '../state/use-readable.ts'

/** Epoch ms in whole seconds. The component is drawn again each second: keep it small. */
export const useNow = (): number => useReadable(useDesk().ticker, all)
