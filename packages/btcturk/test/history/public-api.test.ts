import * as history from '@tezgah/btcturk/history'
import * as node from '@tezgah/btcturk/history/node'
import { expect, it } from 'vitest'

it('exports these names from @tezgah/btcturk/history and no other', () => {
  expect(Object.keys(history).sort()).toMatchInlineSnapshot(`
    [
      "CANDLE_INTERVALS",
      "candlesToCsv",
      "candlesToParquet",
      "downloadCandles",
      "exchangeHistory",
      "memoryStore",
    ]
  `)
})

it('exports these names from @tezgah/btcturk/history/node and no other', () => {
  expect(Object.keys(node).sort()).toMatchInlineSnapshot(`
    [
      "fileStore",
      "writeCandles",
    ]
  `)
})
