import { exec, execFile } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = path.join(import.meta.dirname, '../..')
const readme = readFileSync(path.join(root, 'README.md'), 'utf8')
const LIMIT_MS = 120_000

/** Code blocks of the README that carry a file name in their first line. */
function codeOf(file: string): string {
  const block = new RegExp(`\`\`\`ts\\n// ${file}\\n([\\s\\S]*?)\`\`\``).exec(readme)
  if (block === null) throw new Error(`README.md shows no ${file}`)
  return block[1]!
}

describe('README', () => {
  let clone: string

  beforeAll(() => {
    // A root as in a clone, with the programs in it: what they need is there by links, to the sources and not to a build.
    clone = mkdtempSync(path.join(import.meta.dirname, '.run-'))
    for (const file of ['package.json', 'tsconfig.base.json'])
      copyFileSync(path.join(root, file), path.join(clone, file))
    for (const folder of ['packages', 'examples', 'node_modules'])
      symlinkSync(path.join(root, folder), path.join(clone, folder), 'junction')
    for (const file of ['my-strategy.ts', 'my-program.ts']) writeFileSync(path.join(clone, file), codeOf(file))
  })
  afterAll(() => rmSync(clone, { recursive: true }))

  /** A command exactly as the README prints it, in a shell. */
  async function printed(command: RegExp): Promise<string> {
    const text = command.exec(readme)?.[0]
    if (text === undefined) throw new Error(`README.md shows no command like ${command}`)
    const { stderr, stdout } = await promisify(exec)(text, { cwd: clone, env: withoutCondition(), timeout: LIMIT_MS })
    expect(stderr).toBe('')
    return stdout
  }

  it('shows a strategy that its command line runs', { timeout: LIMIT_MS }, async () => {
    const stdout = await printed(/^npm run -s tezgah -- backtest --strategy my-strategy\.ts .* --param .*$/m)
    expect(stdout).toContain('my-strategy')
    expect(stdout).toMatch(/Sharpe/)
  })

  it('shows a preset, a setting and bounds that it runs with', { timeout: LIMIT_MS }, async () => {
    const stdout = await printed(/^npm run -s tezgah -- backtest .* --preset .*$/m)
    expect(stdout).toContain('preset backtrader')
    expect(stdout).toMatch(/Along the paths run: final equity/)
  })

  it('shows a program that runs', { timeout: LIMIT_MS }, async () => {
    const stdout = await printed(/^npm run -s node my-program\.ts$/m)
    expect(stdout).toMatch(/^-?\d+\.\d\d % in \d+ trades, deepest fall \d+\.\d\d %\n$/)
  })

  it('shows programs whose types are found in the sources, before any build', { timeout: LIMIT_MS }, async () => {
    const config = readFileSync(path.join(root, 'tsconfig.json'), 'utf8').replace(/^ *\/\/.*$/gm, '')
    // Without the references: an editor takes the sources in their place, the compiler asks for a build.
    const { references: _, ...project } = JSON.parse(config) as { references: unknown }
    writeFileSync(path.join(clone, 'tsconfig.json'), JSON.stringify(project))
    const tsc = path.join(root, 'node_modules/typescript/bin/tsc')
    const { stdout } = await promisify(execFile)(process.execPath, [tsc, '-p', clone, '--listFilesOnly'])
    const ours = stdout.split('\n').filter((file) => /packages[\\/]backtest/.test(file))
    expect(ours.length).toBeGreaterThan(50)
    expect(ours.filter((file) => /[\\/]dist[\\/]/.test(file))).toEqual([])
    await promisify(execFile)(process.execPath, [tsc, '-p', clone])
  })

  it('links only to what exists', () => {
    const targets = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map((match) => match[1]!)
    const missing = targets.filter((target) => !existsSync(path.join(root, target)))
    expect(missing).toEqual([])
  })
})

/** The environment without the flag by which tests find the sources: the printed commands must bring their own. */
function withoutCondition(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ...env } = process.env
  return env
}
