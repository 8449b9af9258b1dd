import * as metrics from '@tezgah/metrics'
import { expect, it } from 'vitest'

it('exports these names and no other', () => {
  expect(Object.keys(metrics).sort()).toMatchInlineSnapshot(`
    [
      "catalogue",
      "createMetrics",
      "createWorkerMetrics",
      "registerProcessMetrics",
    ]
  `)
})
