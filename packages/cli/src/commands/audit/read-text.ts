import { readFileSync } from 'node:fs'
import path from 'node:path'
import { UsageError } from '../../usage-error.ts'

/** @throws UsageError if the file that a flag names cannot be read */
export function readText(cwd: string, flag: string, given: string): string {
  try {
    return readFileSync(path.resolve(cwd, given), 'utf8')
  } catch (error) {
    throw new UsageError(`${flag}: cannot read ${given}: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    })
  }
}
