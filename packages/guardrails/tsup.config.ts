import { defineConfig } from 'tsup'

export default defineConfig({
  entry: ['src/index.ts', 'src/node/index.ts', 'src/starts/run-limits.ts'],
  format: ['esm'],
  sourcemap: true,
  clean: true,
  target: 'node22',
})
