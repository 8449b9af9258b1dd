import { readPolicies } from '../../flags/policy-file.ts'
import type { CliIo } from '../../io.ts'

/**
 * `tezgah guardrails check`: counts the policies of a set and prints its hash.
 *
 * @throws UsageError if the file is not a set of policies; every problem is named
 */
export async function checkPolicies(io: CliIo, given: string): Promise<void> {
  const { data, hash } = readPolicies(io.cwd, '<policies>', given)
  const count = (holds: (policy: (typeof data.policies)[number]) => boolean) => data.policies.filter(holds).length
  const enforced = count(({ mode }) => mode === 'enforce')
  const lines = [
    `${data.policies.length} policies: ${enforced} enforced, ${count(({ mode }) => mode === 'shadow')} in shadow mode`,
    `${count(({ mode, onBreach }) => mode === 'enforce' && onBreach === 'needsApproval')} ask a person`,
    `hash ${hash}`,
    ...(enforced === 0 ? ['! no policy is enforced, so every order is refused'] : []),
  ]
  await io.stdout.write(lines.map((line) => `${line}\n`).join(''))
}
