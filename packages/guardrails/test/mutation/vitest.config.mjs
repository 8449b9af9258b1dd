import { defineConfig } from 'vitest/config'

const conditions = ['@tezgah/source', 'module', 'development|production']

/** The tests that say something about verdicts; those of pages and of the source's own text would fail on any mutant. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions: ['node', ...conditions] } },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/docs.test.ts', 'test/source.test.ts', 'test/public-api.test.ts', 'test/node/**'],
    testTimeout: 60_000,
  },
})
