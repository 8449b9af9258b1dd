import { isErrorNamed } from '@tezgah/core/errors'
import { CommanderError } from 'commander'
import { CommandFailure, ExitCodeError, UsageError } from './exit.ts'
import type { CliIo } from './io.ts'
import { createProgram } from './program.ts'

/** 0 done, 2 wrong usage or input, 1 anything else. */
export type ExitCode = 0 | 1 | 2

/**
 * Runs the command line and reports what went wrong on `io.stderr`; it neither throws nor ends the process.
 *
 * @param args - what was typed after the command's own name
 */
export async function runCli(args: readonly string[], io: CliIo): Promise<ExitCode> {
  try {
    const program = await createProgram(io, args)
    await program.parseAsync([...args], { from: 'user' })
    return 0
  } catch (error) {
    // Commander has printed its message already; --help and --version arrive here too, with 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    if (error instanceof ExitCodeError) return error.exitCode
    await io.stderr.write(`tezgah: ${explain(error, io.env)}\n`)
    return error instanceof UsageError ? 2 : 1
  }
}

function explain(error: unknown, env: CliIo['env']): string {
  if (error instanceof UsageError || error instanceof CommandFailure) return error.message
  // By name: importing the engine for its error class would load all of it for every command.
  if (isErrorNamed(error, 'BacktestError')) return `${error.message}${causeOf(error)}`
  if (!(error instanceof Error)) return `unexpected: ${String(error)}`
  if (env['TEZGAH_DEBUG']) return `unexpected: ${error.stack}`
  return `unexpected: ${error.message} (set TEZGAH_DEBUG=1 to see where)`
}

/** An error that a strategy throws is for its author: the place in their code, not the way through the engine. */
function causeOf({ cause }: Error): string {
  if (!(cause instanceof Error)) return ''
  const place = cause.stack?.split('\n').find((line) => /^\s+at .*:\d+:\d+\)?$/.test(line))
  return place === undefined ? '' : `\n${place}`
}
