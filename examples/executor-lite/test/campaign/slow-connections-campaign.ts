import { parseArgs } from 'node:util'
import { slowConnections } from './slow-connections.ts'

// Run: pnpm --filter ./examples/executor-lite run campaign:slow --connections 500
const { values } = parseArgs({ options: { connections: { type: 'string', default: '500' } } })
const report = await slowConnections(Number(values.connections), 30_000)
console.log(report)
process.exitCode = report.left === 0 && report.during.failed === 0 ? 0 : 1
