import * as indicators from '@tezgah/indicators'
import { expect, test } from 'vitest'

test('@tezgah/indicators exports', () => {
  expect(Object.keys(indicators).sort()).toMatchInlineSnapshot(`
    [
      "Atr",
      "Bollinger",
      "Ema",
      "Highest",
      "Lowest",
      "MAX_PERIOD",
      "Rsi",
      "Sma",
      "atr",
      "bollinger",
      "ema",
      "highest",
      "lowest",
      "rsi",
      "sma",
    ]
  `)
})
