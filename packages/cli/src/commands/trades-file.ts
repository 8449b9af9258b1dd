import { statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { UsageError } from '../usage-error.ts'

export type TradesFile = {
  /** @throws UsageError if the file cannot be written */
  readonly write: (csv: string) => void
}

/**
 * The file that `--trades` names, looked at before the run so that a long one is not lost to a wrong path.
 *
 * @throws UsageError if its folder is missing, it is a folder itself, or it holds something and `overwrite` is false
 */
export function openTradesFile(cwd: string, given: string, overwrite: boolean): TradesFile {
  const file = path.resolve(cwd, given)
  const folder = path.dirname(file)
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`--trades: no such folder: ${folder}`)
  const found = statSync(file, { throwIfNoEntry: false })
  if (found?.isDirectory()) throw new UsageError(`--trades: ${given} is a folder; give a file name`)
  if (found?.isFile() && found.size > 0 && !overwrite) {
    throw new UsageError(`--trades: ${given} already exists; give another name, or add --overwrite to replace it`)
  }
  // "wx" also refuses a file that appears during the run.
  const flag = found === undefined && !overwrite ? 'wx' : 'w'
  return {
    write(csv) {
      try {
        writeFileSync(file, csv, { flag })
      } catch (error) {
        throw new UsageError(`--trades: cannot write ${given}: ${error instanceof Error ? error.message : error}`, {
          cause: error,
        })
      }
    },
  }
}
