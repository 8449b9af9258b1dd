import { type Fields, readFields, readList, readOptionalText, readText } from './read.ts'

/** One setting of a run, as the engine lists it. */
export type Setting = {
  /** For example `execution.limitFill`. */
  readonly path: string
  readonly type: string
  readonly choices: readonly string[]
  readonly description: string
}

export type Settings = {
  readonly list: readonly Setting[]
  /** What each preset makes of the settings, by the preset's name. */
  readonly presets: Fields
}

function readSetting(value: unknown, where: string): Setting {
  const fields = readFields(value, where)
  const choices = fields['choices']
  return {
    path: readText(fields['path'], `${where}.path`),
    type: readText(fields['type'], `${where}.type`),
    choices: choices === undefined ? [] : readList(choices, `${where}.choices`, readText),
    description: readOptionalText(fields['description'], `${where}.description`) ?? '',
  }
}

export function readSettings(value: unknown): Settings {
  const fields = readFields(value, 'settings answer')
  return {
    list: readList(fields['settings'], 'settings', readSetting),
    presets: readFields(fields['presets'], 'presets'),
  }
}
