import { type DecisionRecord, describePolicy, isGuardrailsError, type Policies, replay } from '@tezgah/guardrails'
import { UsageError } from '../../exit.ts'
import { readJsonFile } from '../../flags/input-file.ts'
import { readPolicies } from '../../flags/policy-file.ts'
import type { CliIo } from '../../io.ts'

/**
 * `tezgah guardrails explain`: each policy in one sentence, or a replayed decision.
 *
 * @throws UsageError if a file cannot be used, or the decision cannot be replayed
 */
export async function explainPolicies(io: CliIo, given: string, decision: string | undefined): Promise<void> {
  const policies = readPolicies(io.cwd, '<policies>', given)
  const lines =
    decision === undefined
      ? policies.data.policies.map(describePolicy)
      : explainDecision(readJsonFile(io.cwd, '--decision', decision) as DecisionRecord, policies)
  await io.stdout.write(lines.map((line) => `${line}\n`).join(''))
}

function explainDecision(record: DecisionRecord, policies: Policies): string[] {
  const { verdict, reasons, shadow, waived } = replayDecision(record, policies)
  return [
    `${verdict}, and again when replayed`,
    ...reasons.map(({ message, code }) => `  ${message} [${code}]`),
    ...waived.map(({ message, override }) => `  let pass by override ${override}: ${message}`),
    ...shadow.map(({ message }) => `  only reported: ${message}`),
  ]
}

function replayDecision(record: DecisionRecord, policies: Policies): ReturnType<typeof replay> {
  try {
    return replay(record, policies)
  } catch (error) {
    if (!isGuardrailsError(error)) throw error
    throw new UsageError(`--decision: ${error.code}: ${error.message}`, { cause: error })
  }
}
