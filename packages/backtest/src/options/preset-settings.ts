import type { Preset } from './choices.ts'
import type { RunSettings } from './options.ts'
import { withPreset } from './presets.ts'

/** A preset spelled out: a value for every setting that has a default, as it is under this preset. */
export function presetSettings(preset: Preset): RunSettings {
  return { preset, ...withPreset({ preset }) }
}
