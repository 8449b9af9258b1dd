import type { Command } from 'commander'
import type { CliIo } from '../../io.ts'
import { checkCommand } from './check.ts'
import { explainCommand } from './explain.ts'

const POLICIES = 'JSON file with a set of policies'
const EXIT_CODES = `
Exit codes: 0 fine, 2 the set or the record is wrong, or wrong usage.
`

/** The commands under `tezgah guardrails`. */
export function addGuardrails(program: Command, io: CliIo): void {
  const guardrails = program.command('guardrails').description('check policies for orders, and say what they do')
  guardrails
    .command('check')
    .description('tell everything that is wrong with a set of policies, or its hash')
    .argument('<policies>', POLICIES)
    .addHelpText('after', EXIT_CODES)
    .action((policies) => checkCommand(io, policies))
  guardrails
    .command('explain')
    .description('say in one sentence what each policy does')
    .argument('<policies>', POLICIES)
    .option('--decision <file>', 'JSON file of a decision record: make the decision again, and say why')
    .addHelpText('after', EXIT_CODES)
    .action((policies, flags) => explainCommand(io, policies, flags.decision))
}
