import path from 'node:path'
import { CORES } from './cores.mjs'

const name = process.env.TEZGAH_PACKAGE
const workshop = path.join(import.meta.dirname, '../../node_modules/.cache/mutation')

/** One configuration for all packages; `run.mjs` says which. */
export default {
  plugins: ['@stryker-mutator/vitest-runner'],
  testRunner: 'vitest',
  vitest: { configFile: path.join(import.meta.dirname, 'vitest.config.mjs'), related: false },
  coverageAnalysis: 'perTest',
  // A change of what runs while a module loads would need all tests anew; texts are for people.
  ignoreStatic: true,
  mutator: { excludedMutations: ['StringLiteral'] },
  mutate: CORES[name].mutate,
  ignorePatterns: ['dist', 'bench'],
  disableTypeChecks: false,
  tsconfigFile: 'none',
  timeoutMS: 5000,
  concurrency: 1,
  thresholds: { break: 85 },
  incremental: true,
  incrementalFile: path.join(workshop, `${name}.incremental.json`),
  tempDirName: path.join(workshop, 'packages'),
  cleanTempDir: 'always',
  reporters: ['clear-text', 'json', 'progress-append-only'],
  jsonReporter: { fileName: path.join(workshop, `${name}.json`) },
  clearTextReporter: { logTests: false, allowColor: false },
}
