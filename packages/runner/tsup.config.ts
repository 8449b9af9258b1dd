import { defineConfig } from 'tsup'

export default defineConfig({
  entry: ['src/index.ts', 'src/worker.ts'],
  format: ['esm'],
  sourcemap: true,
  clean: true,
  target: 'node22',
  // `node:sqlite` exists only under this name.
  removeNodeProtocol: false,
})
