#!/usr/bin/env node
import { Console } from 'node:console'
import process from 'node:process'
import { processIo } from './process-io.ts'
import { quietExpectedWarnings } from './quiet-warnings.ts'
import { runCli } from './run-cli.ts'

quietExpectedWarnings()
// What a strategy logs must not end up inside the JSON or the table.
globalThis.console = new Console(process.stderr)
const io = processIo()
runCli(process.argv.slice(2), io).then(async (exitCode) => {
  // A timer that a strategy left behind must not keep the command from ending, once all text is out.
  await io.stdout.write('')
  process.exit(exitCode)
})
