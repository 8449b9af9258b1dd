import { availableParallelism } from 'node:os'
import type { Command } from 'commander'
import { wholeNumber } from '../../flags/values.ts'
import type { CliIo } from '../../io.ts'

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

/** `tezgah worker` and its flags. */
export function configure(command: Command, io: CliIo): void {
  const cores = Math.max(1, availableParallelism() - 1)
  command
    .option('--database <url>', 'address of the database (default: DATABASE_URL of the environment)')
    .option('--strategies <module>', 'module that exports a list named strategies')
    .requiredOption('--datasets <folder>', 'folder of candles, each with its manifest')
    .option('--concurrency <number>', 'jobs at once, 1 to 256', wholeNumber(1, 256), cores)
    .option('--run-timeout <seconds>', 'wall time of one run, 1 to 86400', wholeNumber(1, 86_400), 300)
    .addHelpText('after', HELP)
    .action(async (flags) => (await import('./run.ts')).runWorker(io, flags))
}
