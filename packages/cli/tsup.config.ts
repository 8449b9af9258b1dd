import { defineConfig } from 'tsup'

export default defineConfig({
  entry: ['src/index.ts', 'src/main.ts'],
  format: ['esm'],
  // Keeps a chunk for each command, so that an installed command is loaded when it runs.
  splitting: true,
  sourcemap: true,
  clean: true,
  target: 'node22',
})
