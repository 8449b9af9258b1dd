export type { CliInput, CliIo, CliOutput } from './io.ts'
export { type ExitCode, runCli } from './run-cli.ts'
