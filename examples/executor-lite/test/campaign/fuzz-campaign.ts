import { parseArgs } from 'node:util'
import { fuzz } from './fuzz.ts'

// Odd requests, over real sockets; every answer is held against the OpenAPI document of the service.
// Run: pnpm --filter ./examples/executor-lite run campaign:fuzz --requests 1000000 --seed 1
const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: `${Date.now() % 2 ** 31}` },
  },
})
const begunAt = performance.now()
console.log(`seed ${values.seed}`)
const report = await fuzz(Number(values.requests), Number(values.seed), (done) => console.log(`${done} requests`))
console.log(report)
for (const finding of report.findings) console.log(finding)
console.log(`${((performance.now() - begunAt) / 1_000).toFixed(0)} s`)
process.exitCode = report.findings.length === 0 ? 0 : 1
