// The settings of a run without the engine: what a command line or a form needs before anything runs. No dependency.

export type { AccountOptions, FeeOptions } from './account.ts'
export type { ExecutionRunSettings, LatencyOptions, SlippageOptions } from './execution.ts'
export { presetSettings } from './presets.ts'
export { PRESETS, type Preset, type RunSettings } from './run.ts'
export { type SettingPath, settingPaths } from './setting-paths.ts'
