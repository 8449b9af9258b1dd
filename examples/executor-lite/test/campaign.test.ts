import { expect, it } from 'vitest'
import { whyNoDisk } from './campaign/block-device.ts'
import { expectedResults } from './campaign/expected-result.ts'
import { fuzz } from './campaign/fuzz.ts'
import { cutRepeatedly } from './campaign/power-cut.ts'
import { randomFrom } from './campaign/random.ts'
import { VolatileDisk } from './campaign/volatile-disk.ts'

// Small versions of the campaigns; docs/campaigns.md tells of the long ones.

it('answers two thousand odd requests over sockets as its document says', { timeout: 120_000 }, async () => {
  const seed = Number(process.env['TEZGAH_SEED'])
  const { findings, requests } = await fuzz(2_000, seed)
  expect(findings, `seed ${seed}`).toEqual([])
  expect(requests).toBeGreaterThanOrEqual(2_000)
})

it('a disk without power keeps what was flushed, and of the rest what it likes', () => {
  const fates = new Set<string>()
  for (let seed = 0; seed < 50; seed++) {
    const disk = new VolatileDisk(Buffer.alloc(4_096))
    disk.write(0, Buffer.from('kept'))
    disk.flush()
    disk.write(1_024, Buffer.from('maybe'))
    disk.cut()
    expect([disk.read(0, 4), disk.write(0, Buffer.from('x')), disk.flush()]).toEqual([null, false, false])
    disk.restore(randomFrom(seed * 97_003_331))
    expect(String(disk.read(0, 4))).toBe('kept')
    fates.add(String(disk.read(1_024, 5)))
  }
  expect(fates).toEqual(new Set(['maybe', '\0\0\0\0\0']))
})

const reason = whyNoDisk()
if (reason !== null) console.log(`No power is cut in this run: ${reason}`)
it.runIf(reason === null)('loses nothing in two power cuts', { timeout: 120_000 }, async () => {
  const seed = Number(process.env['TEZGAH_SEED'])
  await cutRepeatedly({ cuts: 2, starts: 3, seed, result: await expectedResults() })
})
