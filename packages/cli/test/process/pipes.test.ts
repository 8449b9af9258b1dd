import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { expect, it } from 'vitest'
import { root } from '../run-main.ts'

it('ends with 0 and without a word when the reader closes the pipe', { timeout: 60_000 }, async () => {
  const main = path.join(import.meta.dirname, '../../src/main.ts')
  const args = ['backtest', '--strategy', 'sma-cross', '--candles', 'examples/data/btctry-1m-synthetic.csv', '--json']
  const child = spawn(process.execPath, ['--conditions=@tezgah/source', main, ...args], { cwd: root })
  let stderr = ''
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  // Like `| head -c 1`: take the first piece, then leave. The rest is more than a pipe holds.
  child.stdout.once('data', () => child.stdout.destroy())
  const [code, signal] = await once(child, 'close')
  expect({ code, signal, stderr }).toEqual({ code: 0, signal: null, stderr: '' })
})
