import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import * as settings from '../src/options/index.ts'

const root = path.join(import.meta.dirname, '../src')

/** Files that `file` loads, and packages by their names; imports of types load nothing. */
function loadedBy(file: string, seen: Set<string> = new Set()): Set<string> {
  if (seen.has(file)) return seen
  seen.add(file)
  const source = readFileSync(file, 'utf8').replaceAll(/^(?:import|export) type [\s\S]*?from '[^']+'/gm, '')
  for (const [, specifier] of source.matchAll(/\bfrom '([^']+)'/g)) {
    const target = path.join(path.dirname(file), specifier!)
    if (existsSync(target)) loadedBy(target, seen)
    else seen.add(specifier!)
  }
  return seen
}

test('@tezgah/backtest/settings exports these names', () => {
  expect(Object.keys(settings).sort()).toEqual(['PRESETS', 'presetSettings', 'settingPaths'])
})

test('the settings load without the engine and without a schema library', () => {
  const loaded = [...loadedBy(path.join(root, 'options/index.ts'))].map((file) => path.relative(root, file))
  expect(loaded.filter((file) => /^(?:engine|execution|strategy|settings)\//.test(file) || file === 'zod')).toEqual([])
  expect(loaded.length).toBeLessThan(40)
})
