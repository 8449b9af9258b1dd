import type { Command } from 'commander'
import { collect, parseTime, port, wholeNumber } from '../../flags/values.ts'
import type { CliIo } from '../../io.ts'

const count = wholeNumber(1, 1_000_000)
const whole = wholeNumber(0, 999_999_999_999_999)

const LOG = 'folder of one audit log, or its active file'
const EXIT_CODES = `
Exit codes: 0 intact, 1 tampered with, 2 cannot tell or wrong usage.
`

/** The commands under `tezgah audit`. */
export function configure(audit: Command, io: CliIo): void {
  audit
    .command('verify')
    .description('check whether a log is as it was written')
    .argument('<log>', LOG)
    .option('--vkey <key>', "the log's key, which must have signed its checkpoints; repeat for more", collect, [])
    .option('--checkpoint <file>', 'a checkpoint kept elsewhere, for example by a witness; repeat', collect, [])
    .option('--witness-vkey <key>', 'key of a witness that must have cosigned it; repeat for more', collect, [])
    .option('--json', 'print the answer as JSON')
    .addHelpText('after', EXIT_CODES)
    .action(async (log, flags) => (await import('./verify.ts')).verifyLog(io, log, flags))
  audit
    .command('tail')
    .description('print the last records, one JSON line each')
    .argument('<log>', LOG)
    .option('-n, --lines <count>', 'how many', count, 10)
    .action(async (log, flags) => (await import('./query.ts')).printLast(io, log, flags))
  audit
    .command('query')
    .description('print the records that match every flag, one JSON line each')
    .argument('<log>', LOG)
    .option('--actor <text>', 'who did it')
    .option('--action <text>', 'what was done')
    .option('--subject <text>', 'what it was done to')
    .option('--outcome <text>', 'success, failure, refused or unknown')
    .option('--correlation-id <text>', 'of one request or job')
    .option('--from <time>', 'first time: ISO date or time, UTC', parseTime)
    .option('--to <time>', 'first time not to print: ISO date or time, UTC', parseTime)
    .option('--limit <count>', 'most records to print (default: 10000)', count)
    .action(async (log, flags) => (await import('./query.ts')).printMatching(io, log, flags))
  audit
    .command('prove')
    .description("print a proof that a record is in the log's tree, checked")
    .argument('<log>', LOG)
    .argument('<seq>', 'its sequence number', whole)
    .option('--size <records>', 'size of the tree to prove it in (default: the whole log)', whole)
    .action(async (log, seq, flags) => (await import('./prove.ts')).proveRecord(io, log, seq, flags.size))
  addKeys(audit, io)
}

function addKeys(audit: Command, io: CliIo): void {
  audit
    .command('keygen')
    .description('write a new private key, readable by its owner only, and print its verifier key')
    .argument('<name>', 'whose key, for example example.com/desk/backtest: the origin of the log')
    .requiredOption('--out <file>', 'where the private key goes; an existing file is kept')
    .option('--witness', 'a key that cosigns as a witness')
    .action(async (name, flags) => (await import('./keygen.ts')).generateKey(io, name, flags))
  audit
    .command('witness')
    .description('cosign the checkpoints of one log over HTTP on 127.0.0.1 (C2SP tlog-witness)')
    .requiredOption('--name <text>', 'name of the witness')
    .requiredOption('--key <file>', 'its private key, as keygen --witness writes it')
    .requiredOption('--origin <text>', 'the log to watch, as its checkpoints name it')
    .requiredOption('--vkey <key>', "the log's key; repeat for more", collect, [])
    .requiredOption('--state <file>', 'file of the last state that it saw; kept over restarts')
    .option('--port <number>', 'port on 127.0.0.1', port, 4030)
    .action(async (flags) => (await import('./witness.ts')).runWitness(io, flags))
}
