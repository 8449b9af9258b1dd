import { defineConfig } from 'tsup'

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    'workers/worker': 'src/workers/worker.ts',
    'sqlite/store-worker': 'src/sqlite/store-worker.ts',
    'isolation/child': 'src/isolation/child.ts',
    'postgres/index': 'src/postgres/index.ts',
    'datasets/inspect-worker': 'src/datasets/inspect-worker.ts',
  },
  format: ['esm'],
  sourcemap: true,
  clean: true,
  target: 'node22',
  // `node:sqlite` exists only under this name.
  removeNodeProtocol: false,
})
