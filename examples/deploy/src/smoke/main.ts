import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Target } from './ask.ts'
import { runChecks } from './check.ts'
import { deskChecks, sharedChecks } from './desk-checks.ts'
import { auditCheck, executorChecks, runCheck } from './executor-checks.ts'

const USAGE = `usage: npm run smoke -- --base https://desk.example.com [--executor http://127.0.0.1:4010]
         [--address 127.0.0.1] [--ca fullchain.pem] [--http-port 80] [--audit backtest.log]
With ADMIN_TOKEN in the environment it also runs one backtest. Exit code: 0 all is well, 1 something is not, 2 usage.`

const { values } = parseArgs({
  options: {
    base: { type: 'string' },
    executor: { type: 'string', default: 'http://127.0.0.1:4010' },
    address: { type: 'string' },
    ca: { type: 'string' },
    'http-port': { type: 'string', default: '80' },
    audit: { type: 'string' },
  },
})

async function smoke(base: string): Promise<number> {
  const desk: Target = {
    base: new URL(base),
    ...(values.address === undefined ? {} : { address: values.address }),
    ...(values.ca === undefined ? {} : { ca: readFileSync(values.ca, 'utf8') }),
  }
  const executor: Target = { base: new URL(values.executor) }
  const token = process.env['ADMIN_TOKEN']
  const shared = desk.base.protocol === 'https:'
  if (!shared) console.log('left out: certificate, port 80, start without signing in (no https, so local mode)')
  if (!token) console.log('left out: one backtest (no ADMIN_TOKEN in the environment)')
  if (values.audit === undefined) console.log('left out: audit log (no --audit)')
  const failed = await runChecks(
    [
      ...deskChecks(desk),
      ...(shared ? sharedChecks(desk, Number(values['http-port'])) : []),
      ...executorChecks(executor),
      ...(token ? [runCheck(executor, token)] : []),
      ...(values.audit === undefined ? [] : [auditCheck(values.audit)]),
    ],
    console.log,
  )
  console.log(failed === 0 ? 'all is well' : `${failed} failed`)
  return failed === 0 ? 0 : 1
}

if (values.base === undefined || !URL.canParse(values.base) || !URL.canParse(values.executor)) {
  console.error(USAGE)
  process.exitCode = 2
} else process.exitCode = await smoke(values.base)
