import type { Command } from 'commander'
import type { CliIo } from '../../io.ts'

const POLICIES = 'JSON file with a set of policies'
const EXIT_CODES = `
Exit codes: 0 fine, 2 the set or the record is wrong, or wrong usage.
`

/** The commands under `tezgah guardrails`. */
export function configure(guardrails: Command, io: CliIo): void {
  guardrails
    .command('check')
    .description('print everything that is wrong with a set of policies, or its hash')
    .argument('<policies>', POLICIES)
    .addHelpText('after', EXIT_CODES)
    .action(async (policies) => (await import('./check.ts')).checkPolicies(io, policies))
  guardrails
    .command('explain')
    .description('explain each policy in one sentence')
    .argument('<policies>', POLICIES)
    .option('--decision <file>', 'JSON file of a decision record: make the decision again, and explain it')
    .addHelpText('after', EXIT_CODES)
    .action(async (policies, flags) => (await import('./explain.ts')).explainPolicies(io, policies, flags.decision))
}
