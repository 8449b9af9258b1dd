import { defineConfig } from 'vite'

export default defineConfig({
  root: 'web',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  // The sources of the packages beside it: nothing has to be built before the page.
  resolve: { conditions: ['@tezgah/source', 'module', 'browser', 'development|production'] },
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    // These know light-dark(); an older target would have it rewritten into something larger.
    cssTarget: ['chrome125', 'firefox125', 'safari18'],
    // A data: address would need a hole in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
})
