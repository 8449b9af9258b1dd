import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const source = fileURLToPath(new URL('../src', import.meta.url))
const core = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .map((name) => name.split(path.sep).join('/'))
  .filter((name) => name.endsWith('.ts') && !name.startsWith('node/'))
  .map((name) => ({ name, text: readFileSync(path.join(source, name), 'utf8') }))

const filesWith = (pattern: RegExp) => core.filter(({ text }) => pattern.test(text)).map(({ name }) => name)

it('has a core that imports nothing of Node and knows no clock and no chance', () => {
  expect(core.length).toBeGreaterThan(2)
  expect(
    filesWith(/from 'node:|from '(?:\.\.?\/)+node\/|\bBuffer\.|\bprocess\.|Date\.now|new Date\(\)|Math\.random/),
  ).toEqual([])
})

it('keeps floating point away from money', () => {
  // Doubles only say where no exact comparison is needed; `toFixed` is that of an exact decimal.
  const exceptions = ['policies/account-monitors.ts', 'starts/run-limits.ts']
  expect(filesWith(/parseFloat|toFixed|\bNumber\(/).filter((name) => !exceptions.includes(name))).toEqual([])
})
