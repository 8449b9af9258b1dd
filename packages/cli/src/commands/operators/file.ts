import path from 'node:path'
import {
  changeOperatorsFile,
  type Operator,
  OperatorsFileError,
  readOperatorsFile,
} from '@tezgah/core/node/operators-file'
import type { Command } from 'commander'
import { UsageError } from '../../exit.ts'
import type { CliIo } from '../../io.ts'

/** The flag that all commands about operators have. */
export type FileFlag = { readonly file?: string }

/** The default of executor-lite too, from the root of its checkout. */
const DEFAULT_FILE = path.join('data', 'operators.json')

/** Adds the flag. */
export function withFile(command: Command): Command {
  return command.option(
    '--file <file>',
    `where operators are kept (default: the environment's OPERATORS_FILE, else ${DEFAULT_FILE})`,
  )
}

/** The file, as it was given. */
export function fileOf({ env }: CliIo, { file }: FileFlag): string {
  return file ?? (env['OPERATORS_FILE'] || DEFAULT_FILE)
}

/** @throws UsageError where the file cannot be used */
export function readOperators(io: CliIo, flags: FileFlag): readonly Operator[] {
  return withFileErrors(() => readOperatorsFile(path.resolve(io.cwd, fileOf(io, flags))))
}

/** @throws UsageError where the file cannot be used or changed; and what `change` throws */
export function changeOperators(
  io: CliIo,
  flags: FileFlag,
  change: (operators: readonly Operator[]) => readonly Operator[],
): void {
  withFileErrors(() => changeOperatorsFile(path.resolve(io.cwd, fileOf(io, flags)), change))
}

function withFileErrors<Result>(work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof OperatorsFileError)) throw error
    throw new UsageError(`--file: ${error.message}`, { cause: error })
  }
}
