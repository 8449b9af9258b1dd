import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { SETTING_FLAGS, settingHelp } from '../../src/commands/backtest/settings.ts'
import { createProgram } from '../../src/program.ts'
import { fakeIo } from '../fake-io.ts'
import { runMain } from '../run-main.ts'
import { temporaryFolder } from '../temporary-folder.ts'

const readme = readFileSync(path.join(import.meta.dirname, '../../README.md'), 'utf8')

/** The code block whose first line begins with these words. */
function block(heading: string): string {
  const [, code] = new RegExp(`^\`\`\`${heading}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(readme) ?? []
  if (code === undefined) throw new Error(`README.md has no block "${heading}"`)
  return code
}

function cellsOf(row: string): readonly string[] {
  return row
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim())
}

function rowOf(setting: (typeof SETTING_FLAGS)[number]): readonly string[] {
  const { path: name, flag, allowed } = setting
  const names = flag === `--${name}` ? `\`${flag}\`` : `\`${flag}\`, \`--${name}\``
  return [names, settingHelp(setting), allowed.replaceAll('"', '`')]
}

describe('README.md', { timeout: 60_000 }, () => {
  const inFolder = temporaryFolder()

  it('shows a strategy and commands that run', () => {
    writeFileSync(inFolder('my-strategy.ts'), block('ts file=my-strategy.ts'))
    copyFileSync(path.join(import.meta.dirname, '../fixtures/candles.csv'), inFolder('btctry-1d.csv'))
    // The sample's candles are those of one month: the period is theirs, all else is as printed.
    const commands = block('sh run').replace('--from 2024-02 --to 2024-04', '--from 2024-01-05 --to 2024-01-20')
    for (const command of commands.trimEnd().split('\n')) {
      const [name, ...args] = command.split(' ')
      expect(name).toBe('tezgah')
      const { code, stderr } = runMain(args, { cwd: inFolder() })
      expect({ code, stderr }, command).toEqual({ code: 0, stderr: '' })
    }
    expect(existsSync(inFolder('trades.csv'))).toBe(true)
  })

  it('tells of every flag of tezgah backtest, and of no other', async () => {
    const command = (await createProgram(fakeIo(), ['backtest'])).commands.find((one) => one.name() === 'backtest')
    const flags = command?.options.map(({ long }) => long).sort()
    const rows = readme.split('\n').filter((line) => /^\| `--/.test(line))
    const told = rows.flatMap((row) => row.split('|')[1]?.match(/--[a-z][\w.-]*/g) ?? [])
    const shortNames = new Set(SETTING_FLAGS.filter(({ flag, path }) => flag !== `--${path}`).map(({ flag }) => flag))
    expect(told.filter((flag) => !shortNames.has(flag)).sort()).toEqual(flags)
    expect(told).toEqual(expect.arrayContaining([...shortNames]))
  })

  it('describes every setting in the words of the engine', () => {
    const [, table = ''] = /<!-- settings:.*-->\n([\s\S]*)<!-- \/settings -->/.exec(readme) ?? []
    const told = table.split('\n').filter((line) => line.startsWith('| `--'))
    expect(told.map(cellsOf)).toEqual(SETTING_FLAGS.map(rowOf))
  })
})
