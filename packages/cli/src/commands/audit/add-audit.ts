import { type Command, InvalidArgumentError } from 'commander'
import { parseTime } from '../../flags/parse-time.ts'
import type { CliIo } from '../../io.ts'
import { keygenCommand } from './keygen.ts'
import { proveCommand } from './prove.ts'
import { queryCommand, tailCommand } from './query.ts'
import { verifyCommand } from './verify.ts'
import { witnessCommand } from './witness.ts'

const LOG = 'folder of one audit log, or its active file'
const EXIT_CODES = `
Exit codes: 0 intact, 1 tampered with, 2 cannot tell or wrong usage.
`

/** The commands under `tezgah audit`. */
export function addAudit(program: Command, io: CliIo): void {
  const audit = program.command('audit').description('verify an audit log, read it, prove a record, witness it')
  audit
    .command('verify')
    .description('tell whether a log is as it was written')
    .argument('<log>', LOG)
    .option('--vkey <key>', "the log's key, which must have signed its checkpoints; repeat for more", collect, [])
    .option('--checkpoint <file>', 'a checkpoint kept elsewhere, for example by a witness; repeat', collect, [])
    .option('--witness-vkey <key>', 'key of a witness that must have cosigned it; repeat for more', collect, [])
    .option('--json', 'print the answer as JSON')
    .addHelpText('after', EXIT_CODES)
    .action((log, flags) => verifyCommand(io, log, flags))
  audit
    .command('tail')
    .description('print the last records, one JSON line each')
    .argument('<log>', LOG)
    .option('-n, --lines <count>', 'how many', count, 10)
    .action((log, flags) => tailCommand(io, log, flags))
  audit
    .command('query')
    .description('print the records that match every flag, one JSON line each')
    .argument('<log>', LOG)
    .option('--actor <text>', 'who')
    .option('--action <text>', 'did what')
    .option('--subject <text>', 'to what')
    .option('--outcome <text>', 'success, failure, refused or unknown')
    .option('--correlation-id <text>', 'of one request or job')
    .option('--from <time>', 'first moment: ISO date or time, UTC', parseTime)
    .option('--to <time>', 'first moment not to print: ISO date or time, UTC', parseTime)
    .option('--limit <count>', 'at most so many (default: 10000)', count)
    .action((log, flags) => queryCommand(io, log, flags))
  audit
    .command('prove')
    .description("print a proof that a record is in the log's tree, checked")
    .argument('<log>', LOG)
    .argument('<seq>', 'its sequence number', whole)
    .option('--size <records>', 'size of the tree to prove it in (default: the whole log)', whole)
    .action((log, seq, flags) => proveCommand(io, log, seq, flags.size))
  addKeys(audit, io)
}

function addKeys(audit: Command, io: CliIo): void {
  audit
    .command('keygen')
    .description('write a new private key, readable by its owner only, and print its verifier key')
    .argument('<name>', 'whose key, for example example.com/desk/backtest: the origin of the log')
    .requiredOption('--out <file>', 'where the private key goes; an existing file is kept')
    .option('--witness', 'a key that cosigns as a witness')
    .action((name, flags) => keygenCommand(io, name, flags))
  audit
    .command('witness')
    .description('cosign the checkpoints of one log over HTTP on 127.0.0.1 (C2SP tlog-witness)')
    .requiredOption('--name <text>', 'name of the witness')
    .requiredOption('--key <file>', 'its private key, as keygen --witness writes it')
    .requiredOption('--origin <text>', 'the log to watch, as its checkpoints name it')
    .requiredOption('--vkey <key>', "the log's key; repeat for more", collect, [])
    .requiredOption('--state <file>', 'what it saw last; kept over restarts')
    .option('--port <number>', 'port on 127.0.0.1', port, 4030)
    .action((flags) => witnessCommand(io, flags, interrupted()))
}

/** Aborted when the process is asked to end. */
function interrupted(): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort())
  return controller.signal
}

function collect(text: string, previous: readonly string[]): readonly string[] {
  return [...previous, text]
}

function whole(text: string): number {
  if (/^(0|[1-9][0-9]{0,14})$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Give a whole number from 0.')
}

function count(text: string): number {
  const number = whole(text)
  if (number >= 1 && number <= 1_000_000) return number
  throw new InvalidArgumentError('Give a whole number from 1 to 1000000.')
}

function port(text: string): number {
  const number = whole(text)
  if (number <= 65_535) return number
  throw new InvalidArgumentError('Give a port from 0 (any free one) to 65535.')
}
