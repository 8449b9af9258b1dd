import { isAuditError } from '@tezgah/audit'
import { OperatorsFileError } from '@tezgah/core/node/operators-file'
import { isRunnerError } from '@tezgah/runner'
import { EnvironmentError } from '@tezgah-examples/service-kit/environment'
import { stopOnSignal } from '@tezgah-examples/service-kit/stop-on-signal'
import { readEnvironment } from './environment.ts'
import { type Service, startService } from './service.ts'

const BAD_USAGE = 2
const FAILED = 1

/** What an operator can do something about is said in one line; anything else keeps its stack. */
function explain(error: unknown): { readonly code: number; readonly message: string } {
  if (error instanceof EnvironmentError) {
    return {
      code: BAD_USAGE,
      message: ['The environment is not valid:', ...error.problems.map((p) => `  ${p}`)].join('\n'),
    }
  }
  if (isPortInUse(error)) {
    return {
      code: FAILED,
      message: `Port ${error.port} is in use on 127.0.0.1. Set PORT to another, or stop what uses it.`,
    }
  }
  if (isRunnerError(error) || isAuditError(error) || error instanceof OperatorsFileError)
    return { code: FAILED, message: error.message }
  return { code: FAILED, message: error instanceof Error ? (error.stack ?? error.message) : String(error) }
}

function isPortInUse(error: unknown): error is Error & { readonly port: number } {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE' && 'port' in error
}

async function main(): Promise<void> {
  const environment = readEnvironment(process.env)
  const service: Service = await startService(environment, import.meta.resolve('@tezgah-examples/strategies'))
  stopOnSignal('executor-lite', service.close)
  process.stdout.write(`executor-lite listens on ${service.address}\n`)
}

main().catch((error: unknown) => {
  const { code, message } = explain(error)
  process.stderr.write(`executor-lite: ${message}\n`)
  process.exitCode = code
})
