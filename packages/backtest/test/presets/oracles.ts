import { readFileSync } from 'node:fs'
import path from 'node:path'

/** Folder of other systems' own results, which are no part of the project. */
const folder = process.env['TEZGAH_ORACLES']

/**
 * A file of other systems' own results, `null` where they are not at hand: what needs it is then skipped.
 *
 * @param loss - printed where the file is not at hand: what is not tested therefore
 */
export function readOracle(name: string, loss: string = ''): string | null {
  if (folder !== undefined) return readFileSync(path.join(folder, name), 'utf8')
  console.info(`TEZGAH_ORACLES does not name the folder of ${name}: ${loss}`)
  return null
}
