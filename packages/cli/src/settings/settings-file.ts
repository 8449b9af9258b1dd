import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { checkSettings, type RunSettings } from '@tezgah/backtest'
import { UsageError } from '../usage-error.ts'

const MAX_BYTES = 2 ** 20

/**
 * The settings in the JSON file that `--settings` names.
 *
 * @throws UsageError if it cannot be read, is no JSON, or holds a setting that is refused; all of those are named
 */
export function readSettingsFile(cwd: string, given: string): RunSettings {
  const found = statSync(path.resolve(cwd, given), { throwIfNoEntry: false })
  if (!found?.isFile()) throw new UsageError(`--settings: no such file: ${given}`)
  if (found.size > MAX_BYTES) {
    throw new UsageError(`--settings: ${given} has ${found.size} bytes, at most ${MAX_BYTES} are read`)
  }
  const settings = parseJson(readFileSync(path.resolve(cwd, given), 'utf8'), given)
  const problems = checkSettings(settings)
  if (problems.length === 0) return settings as RunSettings
  const lines = problems.map(({ field, message }) => `${field || 'the settings'} ${message}`)
  throw new UsageError(`--settings ${given}: ${lines.join('\n  ')}`)
}

function parseJson(text: string, given: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UsageError(`--settings: ${given} is not JSON: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    })
  }
}
