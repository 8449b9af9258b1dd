import { availableParallelism } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Job, JobStore, Runner } from '@tezgah/runner'
import type { Command } from 'commander'
import type { CliIo } from '../io.ts'
import { wholeNumber } from '../simulator/flags.ts'
import { findRegistry } from '../strategies/registry.ts'
import { UsageError } from '../usage-error.ts'
import { openDatabase, type RunnerPackage, runnerPackage } from './worker-database.ts'

const HELP = `
Any number of workers, on any number of machines, share a database: each takes jobs that the API nodes have stored, and takes over those
of a worker that died or was cut off. All of them need the same strategies and datasets; a dataset is known by its sha256.

The database is PostgreSQL. Give its address in DATABASE_URL where others can see the command line.
The packages pg and pg-boss have to be installed: npm install pg pg-boss

On Ctrl-C or SIGTERM it takes no more jobs, gives those that run 2 seconds, puts the rest back, and ends within 5 seconds.

Examples:
  DATABASE_URL=postgres://tezgah:secret@db.example/tezgah tezgah worker --strategies ./strategies.ts --datasets ./candles
  tezgah worker --database postgres://127.0.0.1/tezgah --strategies ./strategies.js --datasets ./candles --concurrency 4

Exit codes: 0 ended by Ctrl-C or SIGTERM, 2 wrong usage or input, 1 anything else, such as a database that does not answer.
`

/** How long running jobs may go on after a signal; what the runner needs after that is in its own contract, 2.5 s. */
const GRACE_MS = 2_000
/** How long a database that does not answer may hold up the end. */
const GOODBYE_MS = 300

type WorkerFlags = {
  readonly database?: string
  readonly strategies?: string
  readonly datasets: string
  readonly concurrency: number
  readonly runTimeout: number
}

/** `tezgah worker` and its flags. */
export function addWorker(program: Command, io: CliIo): void {
  const cores = Math.max(1, availableParallelism() - 1)
  program
    .command('worker')
    .description('run the jobs of a PostgreSQL database that API nodes and other workers share')
    .option('--database <url>', 'address of the database (default: DATABASE_URL of the environment)')
    .option('--strategies <module>', 'module that exports a list named strategies')
    .requiredOption('--datasets <folder>', 'folder of candles, each with its manifest')
    .option('--concurrency <number>', 'jobs at once, 1 to 256', wholeNumber(1, 256), cores)
    .option('--run-timeout <seconds>', 'wall time of one run, 1 to 86400', wholeNumber(1, 86_400), 300)
    .addHelpText('after', HELP)
    .action((flags) => workerCommand(io, flags))
}

/**
 * `tezgah worker`: until it is interrupted.
 *
 * @throws UsageError for anything that the flags got wrong
 * @throws CommandFailure where the database does not answer or a package is missing
 */
async function workerCommand(io: CliIo, flags: WorkerFlags): Promise<void> {
  // Heard from the first moment on: whoever stops it while it starts must not leave half of it behind.
  let stopListening: () => void = () => undefined
  const interrupted = new Promise<void>((resolve) => {
    stopListening = io.onInterrupt(resolve)
  })
  try {
    const ours = await runnerPackage()
    const plan = await readPlan(io, flags, ours)
    const store = await openDatabase(flags.database ?? io.env['DATABASE_URL'], complain(io))
    await work(io, ours, plan, store, interrupted)
  } finally {
    stopListening()
  }
}

type Plan = Omit<Parameters<RunnerPackage['createRunner']>[0], 'store'>

async function readPlan(io: CliIo, flags: WorkerFlags, ours: RunnerPackage): Promise<Plan> {
  const registry = findRegistry(io, flags.strategies)
  if (registry === null)
    throw new UsageError('--strategies is missing, and neither TEZGAH_STRATEGIES nor package.json names a module')
  const { file, namedBy } = registry
  const strategiesModule = pathToFileURL(file).href
  // As a thread that runs a job will import it: what breaks there has to break here.
  await given(`${namedBy}: cannot load ${file}`, ours.readStrategies(strategiesModule))
  const datasets = await given('--datasets', ours.readDatasetFolder(path.resolve(io.cwd, flags.datasets)))
  if (datasets.size === 0) throw new UsageError(`--datasets: ${flags.datasets} holds no dataset`)
  const { concurrency, runTimeout } = flags
  return { strategiesModule, datasets, concurrency, runTimeoutMs: runTimeout * 1_000, onError: complain(io) }
}

/** @throws UsageError that says what was given, where it cannot be read */
async function given<T>(what: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split('\n', 1)
    throw new UsageError(`${what}: ${reason}`, { cause: error })
  }
}

async function work(
  io: CliIo,
  { createRunner }: RunnerPackage,
  plan: Plan,
  store: JobStore,
  interrupted: Promise<void>,
): Promise<void> {
  try {
    const runner = await createRunner({ ...plan, store })
    report(io, runner)
    await io.stdout.write(`worker ${process.pid}: ${runner.concurrency} at once, ${plan.datasets.size} datasets\n`)
    await interrupted
    await runner.close(GRACE_MS)
  } finally {
    const late = new Promise<void>((resolve) => setTimeout(resolve, GOODBYE_MS).unref())
    await Promise.race([store.close(), late])
  }
  await io.stdout.write('worker ended\n')
}

/** A line for each thing that happens to a job here. */
function report(io: CliIo, runner: Runner): void {
  const say = (what: string) => (job: Job) => void io.stdout.write(`${what} ${job.id} attempt ${job.attempts}\n`)
  for (const event of ['started', 'requeued', 'done', 'failed', 'cancelled'] as const) runner.on(event, say(event))
}

function complain(io: CliIo): (error: unknown) => void {
  return (error) => {
    // A beat that was under way when the store was closed, at the end.
    if (error instanceof Error && 'code' in error && error.code === 'closed') return
    void io.stderr.write(`tezgah: ${error instanceof Error ? error.message : String(error)}\n`)
  }
}
