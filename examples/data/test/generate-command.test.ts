import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { generateCommand } from '../src/generate-command.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tezgah-data-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

function run(...args: string[]): { code: number; said: string } {
  let said = ''
  const code = generateCommand(args, (line) => {
    said += `${line}\n`
  })
  return { code, said }
}

describe('generateCommand', () => {
  it('writes a header and a row per candle, and says that they are synthetic', () => {
    const out = path.join(folder, 'synthetic.csv')
    const { code, said } = run('--candles', '25000', '--seed', '9', '--out', out)
    expect(said).toContain('25000 synthetic BTCTRY one-minute candles, seed 9')
    expect(code).toBe(0)
    expect(readFileSync(out, 'utf8').trimEnd().split('\n')).toHaveLength(25_001)
  })

  it('keeps a file that is already there, without --overwrite', () => {
    const out = path.join(folder, 'synthetic.csv')
    writeFileSync(out, 'precious')
    expect(run('--candles', '1', '--out', out)).toMatchObject({ code: 2, said: expect.stringContaining('EEXIST') })
    expect(readFileSync(out, 'utf8')).toBe('precious')
    expect(run('--candles', '1', '--out', out, '--overwrite').code).toBe(0)
    expect(readFileSync(out, 'utf8')).toMatch(/^time,open/)
  })

  it.each([
    [[], '--candles is missing'],
    [['--candles', '10'], '--out is missing'],
    [['--candles', 'ten', '--out', 'synthetic.csv'], '--candles must be a whole number, was "ten"'],
    [['--candles', '0', '--out', 'synthetic.csv'], 'candles must be a whole number from 1 to 10000000, was 0'],
    [['--candles', '1', '--seed', '-1', '--out', 'synthetic.csv'], '--seed'],
    [['--candles', '1', '--out', 'btctry.csv'], '--out must have "synthetic" in the file\'s name, was btctry.csv'],
    [['--colour', 'red'], "Unknown option '--colour'"],
  ])('refuses %j', (args, message) => {
    expect(run(...args)).toMatchObject({ code: 2, said: expect.stringContaining(message) })
  })
})
