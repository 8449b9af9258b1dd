import * as backtest from '@tezgah/backtest'
import * as indicators from '@tezgah/backtest/indicators'
import { expect, test } from 'vitest'

test('@tezgah/backtest exports', () => {
  expect(Object.keys(backtest).sort()).toMatchInlineSnapshot(`
    [
      "BacktestError",
      "ENGINE_VERSION",
      "MAX_CANDLES",
      "PRESETS",
      "RESULT_SCHEMA",
      "backtest",
      "backtestResultSchema",
      "btcturkFees",
      "checkSettings",
      "createBacktest",
      "createSeries",
      "crossedAbove",
      "crossedBelow",
      "defineStrategy",
      "fillRules",
      "formatInterval",
      "isBacktestError",
      "parseCandlesCsv",
      "parseInterval",
      "parseParams",
      "presetSettings",
      "resampleSeries",
      "restoreBacktest",
      "roundPrice",
      "roundQuantity",
      "runSettingsSchema",
      "settingPaths",
      "sliceSeries",
      "tradesCsv",
    ]
  `)
})

test('@tezgah/backtest/indicators exports', () => {
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
