// Tests of pages and of the source's own text fail on any change, so they say nothing about one.
const TEXTS = '!test/**/{source,public-api,readme,docs,guide}.test.ts'

/** What is mutated of each package: the files whose errors cost money or trust; and the tests that can notice. */
export const CORES = {
  core: {
    mutate: ['src/decimal/*.ts', 'src/fixed-point.ts', 'src/canonical-json.ts', 'src/node/durable-file.ts'],
    tests: [
      'test/{decimal,node}/**/*.test.ts',
      'test/{canonical-json,fixed-point}.test.ts',
      '!test/node/shutdown.test.ts',
    ],
  },
  indicators: {
    mutate: ['src/{exact-sum,highest,rsi,sum-grid,window-sum}.ts'],
    tests: ['test/**/*.test.ts', TEXTS],
  },
  backtest: {
    mutate: ['src/statistics/definitions/ratios.ts', 'src/orders/terms.ts', 'src/market/{market-rules,rounding}.ts'],
    tests: ['test/{statistics,orders,market}/**/*.test.ts', TEXTS],
  },
  btcturk: {
    mutate: [
      'src/sign.ts',
      'src/limits/sliding-window.ts',
      'src/orders/{in-flight-orders,reconcile}.ts',
      'src/stream/book/{book-checker,book-side}.ts',
    ],
    tests: [
      'test/{limits,orders}/*.test.ts',
      'test/stream/book/*.test.ts',
      'test/sign.test.ts',
      '!test/**/campaign.test.ts',
    ],
  },
  simulator: {
    mutate: ['src/exchange/{accounts,fees,matching,order-book,reserves}.ts'],
    tests: ['test/exchange/*.test.ts', 'test/rest/private.test.ts'],
  },
  guardrails: {
    mutate: [
      'src/review/{review,override-match}.ts',
      'src/policies/{daily-loss,loss,max-exposure,max-notional,order-rate,position-limit,price-collar}.ts',
      'src/ledger/balance.ts',
    ],
    tests: ['test/{ledger,policies,review}/**/*.test.ts', 'test/*.test.ts', TEXTS],
  },
  audit: {
    mutate: ['src/chain/chain.ts', 'src/merkle/{check-proof,prove,tree}.ts', 'src/checkpoint/note.ts'],
    tests: ['test/{chain,merkle,checkpoint,verify}/*.test.ts'],
  },
  metrics: {
    mutate: ['src/{market-data,meter,metrics,recorders,series,worker-metrics}.ts'],
    tests: ['test/**/*.test.ts', TEXTS, '!test/promtool.test.ts'],
  },
  runner: {
    mutate: ['src/sqlite/job-table.ts', 'src/jobs/{change-feed,outbox}.ts'],
    tests: ['test/{sqlite,jobs}/*.test.ts'],
  },
  cli: {
    mutate: [
      'src/flags/values.ts',
      'src/strategies/params.ts',
      'src/commands/operators/{operator-change,token-change}.ts',
    ],
    tests: ['test/{flags,strategies}/*.test.ts', 'test/commands/operators/*.test.ts'],
  },
}
