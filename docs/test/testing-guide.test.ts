import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { type CandleSeries, defineStrategy, type Strategy } from '@tezgah/backtest'
import * as kit from '@tezgah/backtest/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'

const run = promisify(execFile)
const root = path.join(import.meta.dirname, '../..')
const guide = readFileSync(path.join(root, 'docs/testing.md'), 'utf8')

/** The code block that carries a file name in its first line. */
function codeOf(file: string): string {
  const block = new RegExp(`\`\`\`ts\\n// ${file}\\n([\\s\\S]*?)\`\`\``).exec(guide)
  if (block === null) throw new Error(`docs/testing.md shows no ${file}`)
  return block[1]!
}

/** Messages that the guide shows, in order. */
const shown = [...guide.matchAll(/```text\n([\s\S]*?)\n```/g)].map((block) => block[1]!)

const VITEST_CONFIG = `export default {
  resolve: { conditions: ['@tezgah/source'] },
  ssr: { resolve: { conditions: ['@tezgah/source', 'node'] } },
  test: { include: ['dips.test.ts'] },
}`

describe('docs/testing.md', () => {
  let folder: string

  beforeAll(() => {
    // Inside the checkout, where the tests find the packages by name, and not below node_modules, where Node reads no TypeScript.
    folder = mkdtempSync(path.join(import.meta.dirname, '.run-'))
    for (const file of ['dips.ts', 'dips.test.ts', 'dips.node.test.ts']) {
      writeFileSync(path.join(folder, file), codeOf(file))
    }
    writeFileSync(path.join(folder, 'vitest.config.js'), VITEST_CONFIG)
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('shows tests that vitest runs', { timeout: 60_000 }, async () => {
    const vitest = path.join(root, 'node_modules/vitest/vitest.mjs')
    const { stdout } = await node([vitest, 'run', '--root', folder])
    expect(stdout).toMatch(/^ +Tests +4 passed \(4\)$/m)
  })

  it('shows tests that node:test runs', { timeout: 60_000 }, async () => {
    const { stdout } = await node(['--test', '--test-reporter=tap', path.join(folder, 'dips.node.test.ts')])
    expect(stdout).toMatch(/^# pass 2$/m)
    expect(stdout).toMatch(/^# fail 0$/m)
  })

  it('shows what a failed check says', async () => {
    const { dips } = (await import(pathToFileURL(path.join(folder, 'dips.ts')).href)) as { dips: Strategy }
    const { flat, join, noCosts, scenario } = kit
    const dip = join(flat(100, 5), flat(90, 2), flat(110, 2))
    const outcome = scenario(dips)
      .given(dip)
      .with(noCosts)
      .with({ account: { initialCash: 900 } })
      .run()
    expect(messageOf(() => kit.assertFilled(outcome, { side: 'sell', at: 8, price: 111 }))).toBe(shown[0])
  })

  it('shows the error for a strategy that looks ahead', () => {
    const candles = kit.fromCloses([5, 4, 3, 2, 3, 4])
    const peeking = ({ close }: CandleSeries) =>
      defineStrategy({
        name: 'peeking',
        params: z.object({}),
        setup: () => ({
          onCandle(ctx) {
            const [before, now, next] = [-1, 0, 1].map((step) => close[ctx.index + step]!)
            if (before! > now! && next === now! + 1) ctx.buy({ quantity: 1 })
          },
        }),
      })
    expect(messageOf(() => kit.assertNoLookahead(peeking, candles))).toBe(shown[1])
  })

  it('lists every matcher and every builder', () => {
    const names = [
      ...Object.keys(kit.tezgahMatchers),
      'flat',
      'gap',
      'trend',
      'fromCloses',
      'fromCandles',
      'walk',
      'join',
    ]
    expect(names.filter((name) => !guide.includes(`| \`${name}(`) && !guide.includes(`, \`${name}(`))).toEqual([])
  })

  it('links only to what exists', () => {
    const targets = [...guide.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map((match) => match[1]!)
    for (const target of targets) expect(readFileSync(path.join(root, 'docs', target), 'utf8'), target).not.toBe('')
  })
})

function messageOf(check: () => void): string {
  try {
    check()
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('the check passed')
}

function node(args: readonly string[]) {
  // A test inside a test: what tells node:test and vitest that they are not alone would confuse the inner one.
  const { NODE_TEST_CONTEXT: _, VITEST: __, FORCE_COLOR: ___, ...env } = process.env
  return run(process.execPath, ['--conditions=@tezgah/source', ...args], { cwd: root, env: { ...env, NO_COLOR: '1' } })
}
