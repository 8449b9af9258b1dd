import * as backtest from '@tezgah/backtest'
import { expect, test } from 'vitest'

test('@tezgah/backtest exports', () => {
  expect(Object.keys(backtest).sort()).toMatchInlineSnapshot(`
    [
      "BacktestError",
      "ENGINE_VERSION",
      "MAX_CANDLES",
      "METRICS",
      "PRESETS",
      "RESULT_SCHEMA",
      "backtest",
      "backtestResultSchema",
      "btcturkFees",
      "candleQuality",
      "checkSettings",
      "computeStatistics",
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
