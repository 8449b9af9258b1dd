import { expect, it } from 'vitest'
import { runCli } from '../../src/run-cli.ts'
import { fakeIo } from '../fake-io.ts'
import { root } from '../run-main.ts'

it('every sample strategy of the checkout can be named in it, and trades the sample candles', {
  timeout: 60_000,
}, async () => {
  const listed = fakeIo({ cwd: root })
  expect(await runCli(['strategies'], listed)).toBe(0)
  const names = listed.stdout.text().match(/^\S+$/gm) ?? []
  expect(names).toEqual(['sma-cross', 'rsi-reversion', 'donchian-breakout', 'bollinger-reversion', 'buy-and-hold'])
  for (const name of names) {
    for (const candles of ['sp500-daily.csv', 'btctry-1m-synthetic.csv']) {
      const io = fakeIo({ cwd: root })
      const args = ['backtest', '--strategy', name, '--candles', `examples/data/${candles}`, '--json']
      expect(await runCli(args, io), io.stderr.text()).toBe(0)
      expect(JSON.parse(io.stdout.text()).fills.length, `${name} on ${candles}`).toBeGreaterThan(0)
    }
  }
})
