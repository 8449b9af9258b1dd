import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { backtest, parseCandlesCsv } from '@tezgah/backtest'
import { describe, expect, it } from 'vitest'
import { aboveAverage } from '../fixtures/above-average.ts'
import { runMain } from '../run-main.ts'
import { temporaryFolder } from '../temporary-folder.ts'

const fixtures = path.join(import.meta.dirname, '../fixtures')
const candles = path.join(fixtures, 'candles.csv')
const source = readFileSync(path.join(fixtures, 'above-average.ts'), 'utf8')

/** A strategy without types, so that it is JavaScript as well. */
const script = `import { defineStrategy } from '@tezgah/backtest'
import { z } from 'zod'
export default defineStrategy({ name: 'mine', params: z.object({}), setup: () => ({ onCandle: () => {} }) })
`

describe("a user's own strategy, in a folder with nothing else", { timeout: 60_000 }, () => {
  const inFolder = temporaryFolder()

  /** Runs in the folder itself: nothing of the checkout is near. */
  function run(file: string, content: string, ...args: string[]) {
    writeFileSync(inFolder(file), content)
    return runMain(['backtest', '--strategy', `./${file}`, '--candles', candles, ...args], { cwd: inFolder() })
  }

  it('is a TypeScript file and runs without a build, with the result of the library', () => {
    const expected = JSON.stringify(
      backtest({ strategy: aboveAverage, candles: parseCandlesCsv(readFileSync(candles)) }),
    )
    expect(run('mine.ts', source, '--json')).toEqual({ code: 0, stdout: `${expected}\n`, stderr: '' })
  })

  it.each(['mine.mts', 'mine.js', 'mine.mjs'])('may be %s', (file) => {
    const { code, stderr } = run(file, script)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })

  it.each([
    ['mine.ts', '{}'],
    ['mine.ts', '{"type":"commonjs"}'],
    ['mine.ts', '{"type":"module"}'],
    ['mine.js', '{}'],
    ['mine.js', '{"type":"module"}'],
  ])('may be %s beside a package.json of %s', (file, manifest) => {
    writeFileSync(inFolder('package.json'), manifest)
    const { code, stderr } = run(file, script)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })

  it('that its package.json makes CommonJS is told so', () => {
    writeFileSync(inFolder('package.json'), '{"type":"commonjs"}')
    const { code, stderr } = run('mine.js', script)
    expect(stderr).toMatch(/^tezgah: --strategy: cannot load .*mine\.js: .*"type": "module" there\n$/)
    expect(code).toBe(2)
  })

  it('may warn of something of its own', () => {
    const { code, stderr } = run('mine.ts', `process.emitWarning('mind the gap')\n${script}`)
    expect(code).toBe(0)
    expect(stderr).toContain('mind the gap')
  })

  it('may log: that goes to the error output, and the JSON stays whole', () => {
    const { stdout, stderr } = run('mine.ts', `console.log('loaded')\n${script}`, '--json')
    expect(JSON.parse(stdout).schema).toBe(2)
    expect(stderr).toBe('loaded\n')
  })

  it('may be CommonJS, and its default export wins', () => {
    const content = `const { defineStrategy } = require('@tezgah/backtest')
const { z } = require('zod')
const make = (name) => defineStrategy({ name, params: z.object({}), setup: () => ({ onCandle: () => {} }) })
module.exports = make('common')
`
    expect(run('mine.cjs', content)).toMatchObject({ code: 0, stdout: expect.stringContaining('common on UNNAMED') })
  })

  it('may import its neighbours and the indicators', () => {
    mkdirSync(inFolder('lib'))
    writeFileSync(inFolder('lib', 'name.ts'), "export const name: string = 'neighbour'\n")
    const content = `import * as indicators from '@tezgah/indicators'
import { defineStrategy } from '@tezgah/backtest'
import { z } from 'zod'
import { name } from './lib/name.ts'
if (Object.keys(indicators).length === 0) throw new Error('no indicators')
export default defineStrategy({ name, params: z.object({}), setup: () => ({ onCandle: () => {} }) })
`
    expect(run('mine.ts', content)).toMatchObject({ code: 0, stdout: expect.stringContaining('neighbour on UNNAMED') })
  })

  it('uses its own copy of a package where it has one', () => {
    const zod = inFolder('node_modules', 'zod')
    mkdirSync(zod, { recursive: true })
    writeFileSync(path.join(zod, 'package.json'), '{"name":"zod","version":"0.0.0","type":"module","main":"index.js"}')
    writeFileSync(path.join(zod, 'index.js'), "export const z = null\nthrow new Error('own copy')\n")
    expect(run('mine.ts', source)).toMatchObject({ code: 2, stderr: expect.stringContaining('own copy') })
  })

  it('may leave a timer behind without keeping the command from ending', () => {
    expect(run('mine.ts', `${source}\nsetInterval(() => {}, 1000)\n`).code).toBe(0)
  })

  it.each<[what: string, content: string, message: string]>([
    ['breaks the syntax', 'export const = 1\n', 'cannot load'],
    ['throws while loading', "\n\nthrow new Error('half done')\n", 'half done (at mine.ts:3:7)'],
    ['imports what is not there', "import './gone.ts'\n", 'gone.ts'],
    ['imports a package that is not there', "import 'left-pad-of-mine'\n", 'left-pad-of-mine'],
    ['needs a compiler', 'enum Side { Buy }\nexport default Side\n', 'no enum, namespace or parameter property'],
    ['exports no strategy', 'export const answer = 42\n', 'exports no strategy; export what defineStrategy() returns'],
    ['exports something similar', "export default { name: 'x', setup() {} }\n", 'exports no strategy'],
    [
      'exports two',
      `${source}\nexport const other = { ...aboveAverage, name: 'other' }\n`,
      'exports several strategies (aboveAverage, other); export the one to run as the default',
    ],
  ])('that %s is refused with a message and no stack trace', (_, content, message) => {
    const { code, stdout, stderr } = run('mine.ts', content)
    expect(stderr).toContain(message)
    expect(stderr).toMatch(/^tezgah: --strategy: /)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  it('that throws during the run ends with 1 and the place in its own code', () => {
    const { code, stderr } = run('mine.ts', readFileSync(path.join(fixtures, 'throws.ts'), 'utf8'))
    expect(code).toBe(1)
    expect(stderr).toContain('strategy "throws" failed at candle 5')
    expect(stderr).toMatch(/mine\.ts:\d+:\d+/)
  })
})
