import { defineConfig } from 'tsup'

export default defineConfig({
  entry: [
    'src/decimal/index.ts',
    'src/fixed-point.ts',
    'src/canonical-json.ts',
    'src/sha256.ts',
    'src/describe.ts',
    'src/errors.ts',
    'src/clock.ts',
    'src/backoff.ts',
    'src/serial-queue.ts',
    'src/emitter.ts',
    'src/bounded-map.ts',
    'src/node/index.ts',
  ],
  format: ['esm'],
  sourcemap: true,
  clean: true,
  target: 'node22',
})
