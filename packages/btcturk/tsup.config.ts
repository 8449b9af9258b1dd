import { defineConfig } from 'tsup'

export default defineConfig({
  entry: ['src/index.ts', 'src/stream/index.ts', 'src/history/index.ts', 'src/history/node/index.ts'],
  format: ['esm'],
  sourcemap: true,
  clean: true,
  target: 'node22',
})
