// Reads the report that the test run leaves behind and prints the ten slowest files, the skipped tests and the count of all. Fails
// where a test failed, a file did not load, or more tests were skipped than are known to be: skipped and fast look alike.
import { readFileSync } from 'node:fs'
import path from 'node:path'

/** Every program that a test needs is installed on a build server, so none is skipped there. */
const MAX_SKIPPED = 0

const root = path.join(import.meta.dirname, '..')
const report = JSON.parse(readFileSync(path.join(root, 'node_modules/.cache/tests.json'), 'utf8'))
const files = report.testResults.map((file) => ({ ...file, name: path.relative(root, file.name) }))

const slowest = files.toSorted((a, b) => b.endTime - b.startTime - (a.endTime - a.startTime)).slice(0, 10)
for (const { name, startTime, endTime } of slowest)
  console.log(`${((endTime - startTime) / 1000).toFixed(1)} s ${name}`)

const skipped = files.flatMap(({ name, assertionResults }) =>
  assertionResults
    .filter(({ status }) => status === 'pending' || status === 'skipped')
    .map(({ fullName }) => `${name}: ${fullName}`),
)
for (const test of skipped) console.log(`skipped: ${test}`)

// A file that fails to load counts as a failure of its own: it has no test to blame.
const broken = files.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0)
const failed = report.numFailedTests + broken.length
console.log(`${report.numPassedTests} passed, ${failed} failed, ${skipped.length} skipped`)
if (skipped.length > MAX_SKIPPED) console.error(`${skipped.length} tests were skipped, at most ${MAX_SKIPPED} may be`)
if (failed > 0 || report.numPassedTests === 0 || skipped.length > MAX_SKIPPED) process.exitCode = 1
