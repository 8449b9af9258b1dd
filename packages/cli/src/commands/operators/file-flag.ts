import path from 'node:path'
import type { Command } from 'commander'
import type { CliIo } from '../../io.ts'

/** The flag that all commands about operators have. */
export type FileFlag = { readonly file?: string }

/** Where executor-lite looks too, from the root of its checkout. */
const DEFAULT_FILE = path.join('data', 'operators.json')

/** Adds the flag. */
export function withFile(command: Command): Command {
  return command.option(
    '--file <file>',
    `where operators are kept (default: the environment's OPERATORS_FILE, else ${DEFAULT_FILE})`,
  )
}

/** The file that is meant, as it was named. */
export function fileOf({ env }: CliIo, { file }: FileFlag): string {
  return file ?? (env['OPERATORS_FILE'] || DEFAULT_FILE)
}
