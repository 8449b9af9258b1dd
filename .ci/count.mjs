// Prints how many tests passed and failed, from the report that the test run leaves behind.
import { readFileSync } from 'node:fs'

const report = JSON.parse(readFileSync(new URL('../node_modules/.cache/tests.json', import.meta.url), 'utf8'))
// A file that fails to load counts as a failure of its own: it has no test to blame.
const broken = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
const failed = report.numFailedTests + broken.length
console.log(`${report.numPassedTests} passed, ${failed} failed`)
if (failed > 0 || report.numPassedTests === 0) process.exitCode = 1
