import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { RunSettings } from '../../src/options/run.ts'
import { PRESETS, type Preset } from '../../src/options/run.ts'
import { assumptionsOf } from '../../src/settings/assumptions.ts'
import { readSettings } from '../../src/settings/read-settings.ts'
import { candles, strategy } from '../settings/refusal.ts'

const docs = path.join(import.meta.dirname, '../../../../docs')
const page = readFileSync(path.join(docs, 'presets.md'), 'utf8')

/** Names of the tests in a file; those of a table without the part that differs. */
function testsIn(file: string): string[] {
  const source = readFileSync(file, 'utf8')
  return [...source.matchAll(/^ *test(?:\.each\(\w+\))?\('(?:(?:%s|\$id): )?([^']+)'/gm)].map((match) => match[1]!)
}

/** Tests that the page links to, as `file: name`. */
const linked = [...page.matchAll(/\[([^\]]+)\]\(([^)]+\.test\.ts)\)/g)].map(
  ([, name, target]) => `${path.basename(target!)}: ${name}`,
)

const files = readdirSync(import.meta.dirname).filter(
  (name) => name.endsWith('.test.ts') && !/^page|property/.test(name),
)
const existing = files.flatMap((file) =>
  testsIn(path.join(import.meta.dirname, file)).map((name) => `${file}: ${name}`),
)

test('each test that the page of presets links to exists', () => {
  expect(linked.filter((link) => !existing.includes(link))).toEqual([])
  const targets = [...page.matchAll(/\]\((\.\.\/[^)]+)\)/g)].map((match) => path.join(docs, match[1]!))
  expect(targets.filter((target) => path.dirname(target) !== import.meta.dirname)).toEqual([])
  expect(targets.every((target) => readFileSync(target, 'utf8').length > 0)).toBe(true)
})

test('the page of presets leaves none of their tests out', () => {
  expect(existing.filter((name) => !linked.includes(name))).toEqual([])
})

/** The JSON under the heading of a preset; none under that of the default. */
function settingsOnPage(preset: Preset): RunSettings {
  const section = page.split(`\n## ${preset}\n`)[1]!.split('\n## ')[0]!
  const block = /```json\n([\s\S]*?)```/.exec(section)
  return block === null ? {} : (JSON.parse(block[1]!) as RunSettings)
}

test.each(PRESETS)('the page shows what %s is short for', (preset) => {
  const assumptions = (settings: RunSettings) =>
    assumptionsOf(readSettings({ strategy, candles, ...settings }), candles.time)
  expect({ ...assumptions(settingsOnPage(preset)), preset }).toEqual(assumptions({ preset }))
})
