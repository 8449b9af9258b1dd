import * as api from '@tezgah/btcturk/stream'
import { expect, it } from 'vitest'

it('exports these names from @tezgah/btcturk/stream and no other', () => {
  expect(Object.keys(api).sort()).toMatchInlineSnapshot(`
    [
      "ConnectionRateLimit",
      "createOrderBook",
      "createSpotReader",
      "createStream",
      "readFrame",
    ]
  `)
})
