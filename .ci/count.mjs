// Reads the report that the test run leaves behind and prints the ten slowest files, the skipped tests and the count of all. Fails
// where a test failed, a file did not load, or a test was skipped that may not be: skipped and fast look alike.
import { readFileSync } from 'node:fs'
import path from 'node:path'

/** Files of which tests may be skipped, and why. PostgreSQL is installed with the project, so its own tests are not among them. */
const MAY_SKIP = {
  'examples/deploy/test/': 'nginx, Prometheus, Alertmanager or systemd are not installed',
  'examples/embed/test/': 'packages are not built',
  'examples/executor-lite/test/campaign.test.ts': 'no block device of its own',
  'packages/backtest/test/presets/': 'the results of other systems are not here',
  'packages/backtest/test/statistics/oracles.test.ts': 'the results of other systems are not here',
  'packages/metrics/test/promtool.test.ts': 'Prometheus is not installed',
  'packages/runner/test/postgres/contract.test.ts': 'cases that the store does not have',
  'packages/runner/test/sqlite/sqlite-job-store.test.ts': 'better-sqlite3 is not installed',
}

const root = path.join(import.meta.dirname, '..')
const report = JSON.parse(readFileSync(path.join(root, 'node_modules/.cache/tests.json'), 'utf8'))
const files = report.testResults.map((file) => ({
  ...file,
  name: path.relative(root, file.name).replaceAll(path.sep, '/'),
}))

const slowest = files.toSorted((a, b) => b.endTime - b.startTime - (a.endTime - a.startTime)).slice(0, 10)
for (const { name, startTime, endTime } of slowest)
  console.log(`${((endTime - startTime) / 1000).toFixed(1)} s ${name}`)

const skipped = files.flatMap(({ name, assertionResults }) =>
  assertionResults
    .filter(({ status }) => status === 'pending' || status === 'skipped')
    .map(({ fullName }) => `${name}: ${fullName}`),
)
for (const test of skipped) console.log(`skipped: ${test}`)
const unexpected = skipped.filter((test) => !Object.keys(MAY_SKIP).some((file) => test.startsWith(file)))

// A file that fails to load counts as a failure of its own: it has no test to blame.
const broken = files.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0)
const failed = report.numFailedTests + broken.length
console.log(`${report.numPassedTests} passed, ${failed} failed, ${skipped.length} skipped`)
for (const test of unexpected) console.error(`must not be skipped: ${test}`)
if (failed > 0 || report.numPassedTests === 0 || unexpected.length > 0) process.exitCode = 1
