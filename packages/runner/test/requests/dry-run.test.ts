import { defineStrategy } from '@tezgah/backtest'
import { expect, it } from 'vitest'
import { z } from 'zod'
import type { DatasetExtent } from '../../src/datasets/candle-cache.ts'
import type { Dataset } from '../../src/index.ts'
import { Rehearsals } from '../../src/requests/dry-run.ts'

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
  const rehearsals = new Rehearsals()
  const rehearse = (size: number, settings: object = {}, extent: DatasetExtent | null = null) =>
    rehearsals.rehearse({
      strategy,
      spec: { params: { size }, settings: { seed: 0, ...settings } },
      candles: [{ field: 'dataset', dataset, extent }],
      detail: [],
      nameOf: (path) => path,
    })
  return { rehearse, seen }
}

it('asks the engine once about what differs in nothing but the seed', () => {
  const { rehearse, seen } = bench()
  expect([rehearse(1), rehearse(1, { seed: 5 }), rehearse(2)]).toEqual([null, null, null])
  expect(seen).toEqual([1, 2])
  expect(rehearse(1, { preset: 'backtrader' })).toBeNull()
  rehearse(1, {}, { from: 1_700_000_040_000, to: 1_700_000_100_000, candleCount: 2 })
  expect(seen).toEqual([1, 2, 1, 1])
})

it('asks again about what was refused', () => {
  const { rehearse, seen } = bench()
  const refusal = rehearse(-1)
  expect(refusal).not.toBeNull()
  expect(rehearse(-1)).toEqual(refusal)
  expect(seen).toEqual([-1, -1])
})

it('remembers only so many', () => {
  const { rehearse, seen } = bench()
  for (let size = 0; size <= 1_000; size++) rehearse(size)
  rehearse(1_000)
  expect(seen).toHaveLength(1_001)
  rehearse(0)
  expect(seen).toHaveLength(1_002)
})
