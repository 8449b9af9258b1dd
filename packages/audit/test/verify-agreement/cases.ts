import { type LogFiles, writeHonestLog } from './honest-log.ts'
import { createRandom } from './random.ts'
import { TAMPERS } from './tamper.ts'

/** A log and how it came about: the same seed makes the same one. */
export type Case = { readonly seed: number; readonly tamper: string; readonly log: LogFiles }

/** An honest log and one of it after each tamper. */
export function casesOf(seed: number): Case[] {
  const honest = writeHonestLog(createRandom(seed))
  return Object.entries(TAMPERS).map(([name, tamper], index) => {
    const random = createRandom(seed * 31 + index)
    const pins = random.oneIn(2) ? honest.pins : []
    return { seed, tamper: name, log: tamper({ files: honest.files, pins }, random) }
  })
}
