const { backtest, createSeries, defineStrategy } = require('@tezgah/backtest')
const { Sma } = require('@tezgah/indicators')
const { z } = require('zod')

const closes = Array.from({ length: 60 }, (_, day) => 100 + 2 * ((day % 20) - 10))
const candles = createSeries({
  symbol: 'DEMO',
  interval: '1d',
  time: closes.map((_, day) => day * 86_400_000),
  open: closes,
  high: closes,
  low: closes,
  close: closes,
  volume: closes.map(() => 1),
})

const belowAverage = defineStrategy({
  name: 'below-average',
  params: z.object({ period: z.int().min(1).default(5) }),
  setup({ candles, params }) {
    const average = new Sma(params.period)
    return {
      onCandle(ctx) {
        const close = candles.close.at(0)
        const mean = average.update(close)
        if (!ctx.position.isOpen && close < mean) ctx.buy({ percentOfEquity: 50 })
        else if (ctx.position.isOpen && close > mean) ctx.close()
      },
    }
  },
})

const { manifest, stats } = backtest({ strategy: belowAverage, candles })
console.log(JSON.stringify({ digest: manifest.digest, finalEquity: stats.finalEquity, trades: stats.tradeCount }))
