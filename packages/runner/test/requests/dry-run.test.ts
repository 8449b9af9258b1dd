import { defineStrategy } from '@tezgah/backtest'
import { expect, it } from 'vitest'
import { z } from 'zod'
import type { DatasetExtent } from '../../src/datasets/candle-cache.ts'
import type { Dataset } from '../../src/index.ts'
import { ValidationCache } from '../../src/requests/dry-run.ts'

const dataset = { id: 'waves', symbol: 'WAVE', interval: '1m' } as Dataset

const bench = () => {
  const seen: number[] = []
  const strategy = defineStrategy({
    name: 'counts',
    params: z.object({ size: z.number() }),
    setup({ params }) {
      seen.push(params.size)
      if (params.size < 0) throw new RangeError('params.size must not be below 0')
      return { onCandle() {} }
    },
  })
  const validations = new ValidationCache()
  const validate = (size: number, settings: object = {}, extent: DatasetExtent | null = null) =>
    validations.validate({
      strategy,
      spec: { params: { size }, settings: { seed: 0, ...settings } },
      candles: [{ field: 'dataset', dataset, extent }],
      detail: [],
      nameOf: (path) => path,
    })
  return { validate, seen }
}

it('asks the engine once about what differs in nothing but the seed', () => {
  const { validate, seen } = bench()
  expect([validate(1), validate(1, { seed: 5 }), validate(2)]).toEqual([null, null, null])
  expect(seen).toEqual([1, 2])
  expect(validate(1, { preset: 'backtrader' })).toBeNull()
  validate(1, {}, { from: 1_700_000_040_000, to: 1_700_000_100_000, candleCount: 2 })
  expect(seen).toEqual([1, 2, 1, 1])
})

it('asks again about what was refused', () => {
  const { validate, seen } = bench()
  const refusal = validate(-1)
  expect(refusal).not.toBeNull()
  expect(validate(-1)).toEqual(refusal)
  expect(seen).toEqual([-1, -1])
})

it('remembers only so many', () => {
  const { validate, seen } = bench()
  for (let size = 0; size <= 1_000; size++) validate(size)
  validate(1_000)
  expect(seen).toHaveLength(1_001)
  validate(0)
  expect(seen).toHaveLength(1_002)
})
