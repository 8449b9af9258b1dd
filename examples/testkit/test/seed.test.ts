import fc from 'fast-check'
import { expect, it } from 'vitest'

it('every property of a run has the seed of the run', () => {
  expect(fc.readConfigureGlobal()?.seed).toBe(Number(process.env['TEZGAH_SEED']))
})
