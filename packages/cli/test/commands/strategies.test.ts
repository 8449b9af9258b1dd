import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCli } from '../../src/run-cli.ts'
import { type FakeIoOptions, fakeIo } from '../fake-io.ts'
import { temporaryFolder } from '../temporary-folder.ts'

const registry = path.join(import.meta.dirname, '../fixtures/strategies.ts')

async function list(args: string[], options: FakeIoOptions) {
  const io = fakeIo(options)
  const code = await runCli(['strategies', ...args], io)
  return { code, stdout: io.stdout.text(), stderr: io.stderr.text() }
}

describe('tezgah strategies', () => {
  const inFolder = temporaryFolder()

  it('lists names, parameters, ranges and defaults', async () => {
    const { stdout } = await list(['--strategies', registry], { cwd: inFolder() })
    expect(`\n${stdout}`).toMatchInlineSnapshot(`
      "
      above-average
        Holds while the close is above its average
          period   integer 2 to 10, default 3          Candles in the average
          percent  number above 0 to 100, default 100  Share of the equity to invest

      idle
      "
    `)
  })

  it('finds the list in the environment, and the flag wins', async () => {
    const io = { cwd: inFolder(), env: { TEZGAH_STRATEGIES: registry } }
    expect((await list([], io)).stdout).toContain('above-average')
    expect(await list(['--strategies', 'none.ts'], io)).toMatchObject({ code: 2, stdout: '' })
  })

  it('finds the list in a package.json further up, past one that does not name any', async () => {
    mkdirSync(inFolder('packages', 'one'), { recursive: true })
    const relative = path.relative(inFolder(), registry)
    writeFileSync(inFolder('package.json'), JSON.stringify({ tezgah: { strategies: relative } }))
    writeFileSync(inFolder('packages', 'one', 'package.json'), '{}')
    expect((await list([], { cwd: inFolder('packages', 'one') })).stdout).toContain('above-average')
  })

  it('refuses a package.json whose path is no text', async () => {
    writeFileSync(inFolder('package.json'), JSON.stringify({ tezgah: { strategies: ['a.ts'] } }))
    const { code, stderr } = await list([], { cwd: inFolder() })
    expect(code).toBe(2)
    expect(stderr).toContain('must be a path, was ["a.ts"]')
  })

  it('refuses a module without strategies', async () => {
    writeFileSync(inFolder('empty.js'), 'export const strategies = [1, {}, null]\n')
    const { code, stderr } = await list(['--strategies', 'empty.js'], { cwd: inFolder() })
    expect(code).toBe(2)
    expect(stderr).toContain('exports no strategy; export a list named strategies')
  })
})
