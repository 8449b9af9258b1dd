import { statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { UsageError } from '../exit.ts'

/** A file that the command writes once it is done. */
export type OutputFile = {
  /** @throws UsageError if the file cannot be written */
  readonly write: (text: string) => void
}

/**
 * The file that a flag names, looked at before the run so that a long one is not lost to a wrong path.
 *
 * @throws UsageError if its folder is missing, it is a folder itself, or it holds something and `overwrite` is false
 */
export function openOutputFile(cwd: string, flag: string, given: string, overwrite: boolean): OutputFile {
  const file = path.resolve(cwd, given)
  const folder = path.dirname(file)
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`${flag}: no such folder: ${folder}`)
  const found = statSync(file, { throwIfNoEntry: false })
  if (found?.isDirectory()) throw new UsageError(`${flag}: ${given} is a folder; give a file name`)
  if (found?.isFile() && found.size > 0 && !overwrite) {
    throw new UsageError(`${flag}: ${given} already exists; give another name, or add --overwrite to replace it`)
  }
  // "wx" also refuses a file that appears during the run.
  const mode = found === undefined && !overwrite ? 'wx' : 'w'
  return {
    write(text) {
      try {
        writeFileSync(file, text, { flag: mode })
      } catch (error) {
        throw new UsageError(`${flag}: cannot write ${given}: ${error instanceof Error ? error.message : error}`, {
          cause: error,
        })
      }
    },
  }
}
