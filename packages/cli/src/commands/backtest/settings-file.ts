import { checkSettings, type RunSettings } from '@tezgah/backtest'
import { UsageError } from '../../exit.ts'
import { readJsonFile } from '../../flags/input-file.ts'

const MAX_BYTES = 2 ** 20

/**
 * The settings in the JSON file that `--settings` names.
 *
 * @throws UsageError if it cannot be read, is not JSON, or has a setting that is refused; all of those are named
 */
export function readSettingsFile(cwd: string, given: string): RunSettings {
  const settings = readJsonFile(cwd, '--settings', given, MAX_BYTES)
  const problems = checkSettings(settings)
  if (problems.length === 0) return settings as RunSettings
  const lines = problems.map(({ field, message }) => `${field || 'the settings'} ${message}`)
  throw new UsageError(`--settings ${given}: ${lines.join('\n  ')}`)
}
