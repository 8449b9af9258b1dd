import { generateCommand } from './generate-command.ts'

process.exitCode = generateCommand(process.argv.slice(2), (line) => process.stderr.write(`${line}\n`))
