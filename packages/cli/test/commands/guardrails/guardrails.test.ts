import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { compilePolicies, decide, type OrderIntent, type PolicyData } from '@tezgah/guardrails'
import { describe, expect, it } from 'vitest'
import { runCli } from '../../../src/run-cli.ts'
import { fakeIo } from '../../fake-io.ts'
import { temporaryFolder } from '../../temporary-folder.ts'

const fixtures = path.join(import.meta.dirname, '../../fixtures')
const inFolder = temporaryFolder()
const SIZE = { name: 'size', kind: 'maxQuantity', maxQuantity: '1' } satisfies PolicyData
const LARGE = { ...SIZE, name: 'large', maxQuantity: '0.5', onBreach: 'needsApproval' } satisfies PolicyData

async function run(...args: string[]) {
  const io = fakeIo({ cwd: inFolder(), columns: 200 })
  const code = await runCli(args, io)
  return { code, stdout: io.stdout.text(), stderr: io.stderr.text() }
}

function write(name: string, value: unknown): void {
  writeFileSync(inFolder(name), typeof value === 'string' ? value : JSON.stringify(value))
}

describe('tezgah guardrails check', () => {
  it('answers 0 with the hash and a summary', async () => {
    const set = { version: 1, policies: [SIZE, LARGE, { ...SIZE, name: 'new', mode: 'shadow' }] }
    write('set.json', set)
    expect(await run('guardrails', 'check', 'set.json')).toEqual({
      code: 0,
      stdout: `3 policies: 2 enforced, 1 in shadow mode\n1 ask a person\nhash ${compilePolicies(set).hash}\n`,
      stderr: '',
    })
  })

  it('warns of a set that lets nothing pass', async () => {
    write('set.json', { version: 1, policies: [] })
    expect((await run('guardrails', 'check', 'set.json')).stdout).toContain('so every order is refused')
  })

  it.each<[what: string, content: unknown, message: string]>([
    ['no JSON', '{ "version": 1', '<policies>: set.json is not JSON: '],
    ['nothing', '', '<policies>: set.json is not JSON: '],
    ['null', null, 'the set: Invalid input: expected object, received null; received null'],
    ['a list', [], 'the set: Invalid input: expected object, received array; received a list'],
    ['another version', { version: 2, policies: [] }, 'version: Invalid input: expected 1; received 2'],
    ['a number for a limit', { version: 1, policies: [{ ...SIZE, maxQuantity: 1 }] }, 'policies.0.maxQuantity: '],
    [
      'a limit below zero',
      { version: 1, policies: [{ ...SIZE, maxQuantity: '-1' }] },
      'must be zero or above; received "-1"',
    ],
    ['an exponent', { version: 1, policies: [{ ...SIZE, maxQuantity: '1e3' }] }, 'received "1e3"'],
    ['a misspelt member', { version: 1, policies: [{ ...SIZE, onbreach: 'refuse' }] }, 'Unrecognized key: "onbreach"'],
    [
      'an unknown kind',
      { version: 1, policies: [{ ...SIZE, kind: 'maxSize' }] },
      'policies.0.kind: one of maxQuantity, ',
    ],
    ['a name twice', { version: 1, policies: [SIZE, SIZE] }, 'policies: names must differ'],
    ['a reserved name', { version: 1, policies: [{ ...SIZE, name: 'guardrails' }] }, 'policies.0.name: '],
    ['a polluted prototype', '{"version":1,"policies":[],"__proto__":{"a":1}}', 'the set: '],
  ])('answers 2 for %s and says where', async (_, content, message) => {
    write('set.json', content)
    const { code, stdout, stderr } = await run('guardrails', 'check', 'set.json')
    expect(stderr).toContain(message)
    expect(stderr).not.toMatch(/\n\s+at /)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  it('answers 2 for a file that is not there, a folder, and no file', async () => {
    expect(await run('guardrails', 'check', 'none.json')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/no such file: none.json/),
    })
    expect(await run('guardrails', 'check', '.')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/no such file: \./),
    })
    expect(await run('guardrails', 'check')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/missing required argument 'policies'/),
    })
  })
})

describe('tezgah guardrails explain', () => {
  const set = { version: 1, policies: [SIZE, LARGE] }
  const intent: OrderIntent = {
    kind: 'order',
    id: 'a',
    symbol: 'BTCTRY',
    side: 'buy',
    type: 'market',
    quantity: '2',
    limitPrice: null,
    stopPrice: null,
    reduceOnly: false,
    at: 1,
  }
  const record = () => decide(intent, { at: 1, clockErrorMs: 0, mode: 'active' }, compilePolicies(set)).record

  it('says what each policy does', async () => {
    write('set.json', set)
    expect((await run('guardrails', 'explain', 'set.json')).stdout).toBe(
      'size refuses an order of more than 1 in base currency.\n' +
        'large asks a person about an order of more than 0.5 in base currency.\n',
    )
  })

  it('makes a decision again and says why', async () => {
    write('set.json', set)
    write('record.json', record())
    expect(await run('guardrails', 'explain', 'set.json', '--decision', 'record.json')).toEqual({
      code: 0,
      stdout:
        'refused, and again when replayed\n' +
        '  size: the quantity of the order is above the limit (2 against 1 base) [QUANTITY_ABOVE_LIMIT]\n',
      stderr: '',
    })
  })

  it.each<[what: string, content: () => unknown, message: string]>([
    ['what is no record', () => ({ version: 1 }), '--decision: invalid_record: '],
    ['no JSON', () => '{', '--decision: record.json is not JSON: '],
    [
      'a verdict that was changed',
      () => ({ ...record(), verdict: 'approved', reasons: [] }),
      '--decision: replay_differs: ',
    ],
    ['the record of another set', () => ({ ...record(), policies: '0'.repeat(64) }), '--decision: other_policies: '],
  ])('answers 2 for %s', async (_, content, message) => {
    write('set.json', set)
    write('record.json', content())
    const { code, stdout, stderr } = await run('guardrails', 'explain', 'set.json', '--decision', 'record.json')
    expect(stderr).toContain(message)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })
})

describe('tezgah backtest --policies', () => {
  const base = (symbol: string) => [
    'backtest',
    '--strategies',
    path.join(fixtures, 'strategies.ts'),
    '--strategy',
    'above-average',
    '--candles',
    path.join(fixtures, 'candles.csv'),
    '--symbol',
    symbol,
    '--policies',
    'set.json',
  ]

  it('refuses what the policies refuse, counts it by policy and names the set in the manifest', async () => {
    const set = { version: 1, policies: [{ ...SIZE, maxQuantity: '0.01' }, LARGE] }
    write('set.json', set)
    const { code, stdout } = await run(...base('BTCTRY'))
    expect(code).toBe(0)
    expect(stdout).toMatch(/! (\d+) orders refused: guard\n {6}\1 by size\n/)
    const { manifest } = JSON.parse((await run(...base('BTCTRY'), '--json')).stdout)
    expect(manifest.assumptions.guard).toBe(`policies ${compilePolicies(set).hash}`)
  })

  it('changes nothing where nothing is refused', async () => {
    write('set.json', { version: 1, policies: [{ ...SIZE, maxQuantity: '1000000' }] })
    const guarded = JSON.parse((await run(...base('BTCTRY'), '--json')).stdout)
    const free = JSON.parse((await run(...base('BTCTRY').slice(0, -2), '--json')).stdout)
    expect(guarded.orders).toEqual(free.orders)
    expect(guarded.stats).toEqual(free.stats)
  })

  it('answers 2 for a symbol whose quote nobody knows, and for days that begin at different moments', async () => {
    const day = (name: string, utcOffsetMinutes: number) => ({
      name,
      kind: 'dailyLoss',
      maxLoss: '1',
      utcOffsetMinutes,
    })
    write('set.json', { version: 1, policies: [day('a', 0), day('b', 180)] })
    expect(await run(...base('BTCTRY'))).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/--policies: .*utcOffsetMinutes/),
    })
    expect(await run(...base('GOLD'))).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/quote currency of GOLD is not known/),
    })
    expect(await run(...base('TRY'))).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/quote currency of TRY is not known/),
    })
  })
})

it('the README shows the commands', () => {
  const readme = readFileSync(path.join(import.meta.dirname, '../../../README.md'), 'utf8')
  for (const command of ['guardrails check', 'guardrails explain', '--policies']) expect(readme).toContain(command)
})
