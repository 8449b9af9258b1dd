import { PRESETS, presetSettings, settingPaths } from '@tezgah/backtest/settings'
import type { Command } from 'commander'
import type { CliIo } from '../io.ts'
import { styleFor } from '../output/style.ts'

/** `tezgah presets`. */
export function configure(command: Command, io: CliIo): void {
  command.action(() => listPresets(io))
}

/** Prints the settings that each preset changes. */
async function listPresets(io: CliIo): Promise<void> {
  const style = styleFor(io.stdout, io.env)
  const defaults = decidedBy('conservative')
  const blocks = PRESETS.map((preset) => {
    const changes = [...decidedBy(preset)].filter(([path, value]) => value !== defaults.get(path))
    const width = Math.max(0, ...changes.map(([path]) => path.length))
    const lines = changes.map(([path, value]) => `  ${path.padEnd(width)}  ${value}`)
    const what =
      preset === 'conservative' ? ['  the default of every setting, as tezgah backtest --help names it'] : lines
    return [style.bold(preset), ...what].map((line) => `${line}\n`).join('')
  })
  await io.stdout.write(blocks.join('\n'))
}

/** The preset's value of each setting that has one. */
function decidedBy(preset: (typeof PRESETS)[number]): ReadonlyMap<string, string> {
  const settings: unknown = presetSettings(preset)
  const found = settingPaths().flatMap(({ path }) => {
    const value = path.split('.').reduce<unknown>((inside, key) => (inside as Record<string, unknown>)?.[key], settings)
    return value === undefined || path === 'preset' ? [] : [[path, String(value)] as const]
  })
  return new Map(found)
}
