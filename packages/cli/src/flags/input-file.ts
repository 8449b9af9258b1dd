import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { messageOf } from '@tezgah/core/describe'
import { UsageError } from '../exit.ts'

const MAX_JSON_BYTES = 2 ** 24

/** @throws UsageError if the file that a flag names cannot be read */
export function readTextFile(cwd: string, flag: string, given: string): string {
  try {
    return readFileSync(path.resolve(cwd, given), 'utf8')
  } catch (cause) {
    throw new UsageError(`${flag}: cannot read ${given}: ${messageOf(cause)}`, { cause })
  }
}

/** @throws UsageError if the file that a flag names cannot be read, is too large or is not JSON */
export function readJsonFile(cwd: string, flag: string, given: string, maxBytes: number = MAX_JSON_BYTES): unknown {
  const found = statSync(path.resolve(cwd, given), { throwIfNoEntry: false })
  if (!found?.isFile()) throw new UsageError(`${flag}: no such file: ${given}`)
  if (found.size > maxBytes) {
    throw new UsageError(`${flag}: ${given} has ${found.size} bytes, at most ${maxBytes} are read`)
  }
  const text = readTextFile(cwd, flag, given)
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new UsageError(`${flag}: ${given} is not JSON: ${messageOf(cause)}`, { cause })
  }
}
