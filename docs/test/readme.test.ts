import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const run = promisify(execFile)
const root = path.join(import.meta.dirname, '../..')
const readme = readFileSync(path.join(root, 'README.md'), 'utf8')

/** Code blocks of the README that carry a file name in their first line. */
function codeOf(file: string): string {
  const block = new RegExp(`\`\`\`ts\\n// ${file}\\n([\\s\\S]*?)\`\`\``).exec(readme)
  if (block === null) throw new Error(`README.md shows no ${file}`)
  return block[1]!
}

describe('README', () => {
  let folder: string

  beforeAll(() => {
    // Inside the checkout, where the programs find the packages by name, and not below node_modules, where Node reads no TypeScript.
    folder = mkdtempSync(path.join(import.meta.dirname, '.run-'))
    for (const file of ['my-strategy.ts', 'my-program.ts']) writeFileSync(path.join(folder, file), codeOf(file))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('shows a strategy that its command line runs', async () => {
    const command = /npm run -s tezgah -- (backtest --strategy my-strategy\.ts .*)/.exec(readme)?.[1]
    const args = command!.replace('my-strategy.ts', path.join(folder, 'my-strategy.ts')).split(' ')
    const { stdout } = await tezgah(args)
    expect(stdout).toContain('my-strategy')
    expect(stdout).toMatch(/Sharpe/)
  })

  it('shows a preset, a setting and bounds that it runs with', async () => {
    const command = /npm run -s tezgah -- (backtest .* --preset .*)/.exec(readme)?.[1]
    const args = command!.replace('my-strategy.ts', path.join(folder, 'my-strategy.ts')).split(' ')
    const { stdout } = await tezgah(args)
    expect(stdout).toContain('preset backtrader')
    expect(stdout).toMatch(/Over all paths: final equity/)
  })

  it('shows a program that runs', async () => {
    const { stdout } = await node([path.join(folder, 'my-program.ts')])
    expect(stdout).toMatch(/^-?\d+\.\d\d % in \d+ trades, deepest fall \d+\.\d\d %\n$/)
  })

  it('links only to what exists', () => {
    const targets = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map((match) => match[1]!)
    const missing = targets.filter((target) => !exists(path.join(root, target)))
    expect(missing).toEqual([])
  })
})

function exists(file: string): boolean {
  try {
    readFileSync(file)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EISDIR'
  }
}

function tezgah(args: readonly string[]) {
  return node([path.join(root, 'packages/cli/src/main.ts'), ...args])
}

function node(args: readonly string[]) {
  return run(process.execPath, ['--conditions=@tezgah/source', ...args], { cwd: root })
}
