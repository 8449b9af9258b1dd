import { spawnSync } from 'node:child_process'
import { afterAll, describe, expect, it } from 'vitest'
import { casesOf } from './cases.ts'
import { ACTIVE, BASE, writeHonestLog } from './honest-log.ts'
import { createRandom } from './random.ts'
import { loadPageVerifier, PythonVerifier, unsignedNote, verifyFolder, verifyWithPackage } from './verifiers.ts'

const SEEDS = Array.from({ length: 40 }, (_, seed) => seed)
const TIME_LIMIT_MS = 60_000
const hasPython = spawnSync('python3', ['--version']).status === 0
if (!hasPython) console.warn('skipped: verify.py is compared only where there is a python3')

describe('verifiers that share no code come to the same verdict and the same first bad record', () => {
  it.skipIf(!hasPython)('the package and verify.py', { timeout: TIME_LIMIT_MS }, async () => {
    const python = new PythonVerifier()
    afterAll(() => python.close())
    for (const { seed, tamper, log } of SEEDS.flatMap(casesOf)) {
      expect(await python.verify(log), `seed ${seed}, ${tamper}`).toEqual(verifyWithPackage(log))
    }
  })

  it.skipIf(!hasPython)('verifyAuditFolder and verify.py', { timeout: TIME_LIMIT_MS }, async () => {
    const python = new PythonVerifier()
    afterAll(() => python.close())
    for (const { seed, tamper, log } of SEEDS.slice(0, 10).flatMap(casesOf)) {
      const notes = log.pins.map((pin) => `${unsignedNote(pin)}--\n`).join('')
      const files = new Map(log.files).set(`${BASE}.checkpoints`, Buffer.from(notes))
      expect(await python.verify({ files, pins: [] }), `seed ${seed}, ${tamper}`).toEqual(
        await verifyFolder({ files, pins: [] }),
      )
    }
  })

  it('the package and the page', { timeout: TIME_LIMIT_MS }, async () => {
    const verify = loadPageVerifier()
    for (const { seed, tamper, log } of SEEDS.flatMap(casesOf)) {
      expect(await verify(log), `seed ${seed}, ${tamper}`).toEqual(verifyWithPackage(log))
    }
  })

  it.skipIf(!hasPython)(
    'that a first line with a hash that does not fit, or not canonical, tells nothing of its place',
    async () => {
      const python = new PythonVerifier()
      afterAll(() => python.close())
      const page = loadPageVerifier()
      const changes = [
        (text: string): string =>
          text.replace(/"hash":"./, (start) => `${start.slice(0, -1)}${start.endsWith('0') ? 1 : 0}`),
        (text: string): string => text.replace(',', ', '),
      ]
      const logs = SEEDS.map((seed) => writeHonestLog(createRandom(seed))).filter(({ files }) => files.size > 1)
      expect(logs.length).toBeGreaterThan(5)
      for (const [index, { files }] of logs.entries()) {
        const [, ...left] = [...files].sort(([a], [b]) => (a === ACTIVE ? 1 : b === ACTIVE ? -1 : a < b ? -1 : 1))
        const [name, bytes] = left[0]!
        for (const change of changes) {
          const bad = new Map(left).set(name, Buffer.from(change(Buffer.from(bytes).toString())))
          if (bad.get(name)?.length === 0) continue
          const log = { files: bad, pins: [] }
          const answers = [verifyWithPackage(log), await python.verify(log), await page(log)]
          const expected = { status: 'tampered', firstBadSeq: 0 }
          expect(answers, `log ${index}`).toEqual([expected, expected, expected])
        }
      }
    },
  )

  it('every verdict occurs', () => {
    const found = new Set(SEEDS.flatMap(casesOf).map(({ log }) => verifyWithPackage(log).status))
    expect([...found].sort()).toEqual(['intact', 'tampered', 'torn', 'unproven'])
  })
})
