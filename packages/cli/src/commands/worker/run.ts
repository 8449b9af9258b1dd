import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { messageOf } from '@tezgah/core/describe'
import {
  createRunner,
  type Job,
  type JobStore,
  type Runner,
  type RunnerOptions,
  readDatasetFolder,
  readStrategies,
} from '@tezgah/runner'
import { UsageError } from '../../exit.ts'
import { withInterrupt } from '../../interrupt.ts'
import type { CliIo } from '../../io.ts'
import { findRegistry } from '../../strategies/registry.ts'
import { openDatabase } from './database.ts'

/** How long running jobs may continue after a signal; the runner needs up to 2.5 s more. */
const GRACE_MS = 2_000
/** How long a database that does not answer may delay the end. */
const GOODBYE_MS = 300

type WorkerFlags = {
  readonly database?: string
  readonly strategies?: string
  readonly datasets: string
  readonly concurrency: number
  readonly runTimeout: number
}

/**
 * `tezgah worker`: until it is interrupted.
 *
 * @throws UsageError for wrong flags
 * @throws CommandFailure where the database does not answer or a package is missing
 */
export async function runWorker(io: CliIo, flags: WorkerFlags): Promise<void> {
  await withInterrupt(io, async (interrupted) => {
    const plan = await readPlan(io, flags)
    const store = await openDatabase(flags.database ?? io.env['DATABASE_URL'], errorReporter(io))
    await work(io, plan, store, interrupted)
  })
}

type Plan = Omit<RunnerOptions, 'store'>

async function readPlan(io: CliIo, flags: WorkerFlags): Promise<Plan> {
  const registry = findRegistry(io, flags.strategies)
  if (registry === null)
    throw new UsageError('--strategies is missing, and neither TEZGAH_STRATEGIES nor package.json names a module')
  const { file, namedBy } = registry
  const strategiesModule = pathToFileURL(file).href
  // As a thread that runs a job imports it, so that a module that fails there fails here.
  await asUsageError(`${namedBy}: cannot load ${file}`, readStrategies(strategiesModule))
  const datasets = await asUsageError('--datasets', readDatasetFolder(path.resolve(io.cwd, flags.datasets)))
  if (datasets.size === 0) throw new UsageError(`--datasets: ${flags.datasets} has no dataset`)
  const { concurrency, runTimeout } = flags
  const guardModule = import.meta.resolve('@tezgah/guardrails/run-limits')
  return {
    strategiesModule,
    guardModule,
    datasets,
    concurrency,
    runTimeoutMs: runTimeout * 1_000,
    onError: errorReporter(io),
  }
}

/** @throws UsageError that begins with `what`, where the reading fails */
async function asUsageError<Result>(what: string, reading: Promise<Result>): Promise<Result> {
  try {
    return await reading
  } catch (error) {
    const [reason] = messageOf(error).split('\n', 1)
    throw new UsageError(`${what}: ${reason}`, { cause: error })
  }
}

async function work(io: CliIo, plan: Plan, store: JobStore, interrupted: Promise<void>): Promise<void> {
  try {
    const runner = await createRunner({ ...plan, store })
    reportJobs(io, runner)
    await io.stdout.write(`worker ${process.pid}: ${runner.concurrency} at once, ${plan.datasets.size} datasets\n`)
    await interrupted
    await runner.close(GRACE_MS)
  } finally {
    const late = new Promise<void>((resolve) => setTimeout(resolve, GOODBYE_MS).unref())
    await Promise.race([store.close(), late])
  }
  await io.stdout.write('worker ended\n')
}

/** Prints a line for each event of a job here. */
function reportJobs(io: CliIo, runner: Runner): void {
  const print = (what: string) => (job: Job) => void io.stdout.write(`${what} ${job.id} attempt ${job.attempts}\n`)
  for (const event of ['started', 'requeued', 'done', 'failed', 'cancelled'] as const) runner.on(event, print(event))
}

function errorReporter(io: CliIo): (error: unknown) => void {
  return (error) => {
    // A heartbeat that was under way when the store was closed, at the end.
    if (error instanceof Error && 'code' in error && error.code === 'closed') return
    void io.stderr.write(`tezgah: ${messageOf(error)}\n`)
  }
}
