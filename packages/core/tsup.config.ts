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
    'src/node/durable-file.ts',
    'src/node/operators-file.ts',
    'src/node/sha256.ts',
    'src/node/shutdown.ts',
    'src/node/worker-entry.ts',
  ],
  format: ['esm'],
  sourcemap: true,
  clean: true,
  target: 'node22',
})
