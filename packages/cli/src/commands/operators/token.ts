import { type Operator, ROLES, type Role } from '@tezgah/core/node/operators-file'
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { CliIo } from '../../io.ts'
import { changeOperators, type FileFlag, readOperators, withFile } from './file.ts'
import { makeToken, withNew, withoutToken, withRotated } from './token-change.ts'

const MAX_OVERLAP_MS = 30 * 86_400_000
const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

type NewFlags = FileFlag & { readonly role: Role; readonly speaksForOthers?: true }

/** The commands under `tezgah token`: operators of a service and the digests of their tokens. */
export function configure(token: Command, io: CliIo): void {
  withFile(token.command('new').description('add an operator and print its token, this once'))
    .argument('<operator>', 'name in the audit log')
    .addOption(new Option('--role <role>', 'what it may do').choices(ROLES).makeOptionMandatory())
    .option('--speaks-for-others', 'let it act for another operator whose role is not above its own: for a proxy')
    .action((id: string, flags: NewFlags) => {
      const { role, speaksForOthers } = flags
      const { token: text, stored: plain } = makeToken(Date.now())
      const stored = speaksForOthers === true ? { ...plain, speaksForOthers } : plain
      changeOperators(io, flags, (operators) => withNew(operators, id, role, stored))
      return show(io, text, `${id} (${role}) has the token ${stored.id}; it is shown this once`)
    })

  withFile(token.command('rotate').description('print a new token of an operator; the old one ends after a while'))
    .argument('<operator>', 'whose')
    .option('--overlap <time>', 'how long the old token stays valid: 0s to 30d', overlap, UNITS['d'])
    .action((id: string, flags: FileFlag & { readonly overlap: number }) => {
      const { overlap: overlapMs } = flags
      const now = Date.now()
      const { token: text, stored } = makeToken(now)
      changeOperators(io, flags, (operators) => withRotated(operators, id, stored, { now, overlapMs }))
      const end =
        overlapMs === 0
          ? 'the old one has ended'
          : `the old one ends at ${new Date(now + overlapMs).toISOString()} or before`
      return show(io, text, `${id} has the token ${stored.id}; it is shown this once; ${end}`)
    })

  withFile(token.command('list').description('print operators, roles and the names of their tokens')).action(
    (flags: FileFlag) => io.stdout.write(readOperators(io, flags).flatMap(lines).join('')),
  )

  withFile(
    token.command('revoke').description('end one token of an operator, or the operator with all of them, at once'),
  )
    .argument('<operator>', 'whose')
    .option('--token <name>', 'only this one, as list names it')
    .action((id: string, flags: FileFlag & { readonly token?: string }) => {
      changeOperators(io, flags, (operators) => withoutToken(operators, id, flags.token))
    })
}

/** Standard output has the token alone, so that it can be piped into a safe. */
async function show(io: CliIo, token: string, note: string): Promise<void> {
  await io.stderr.write(`${note}\n`)
  await io.stdout.write(`${token}\n`)
}

function lines({ id, role, tokens }: Operator): readonly string[] {
  if (tokens.length === 0) return [`${id}\t${role}\tno token\n`]
  return tokens.map((token) => {
    const end = token.expiresAt === null ? 'no end' : `ends ${token.expiresAt}`
    const more = token.speaksForOthers === true ? '\tspeaks for others' : ''
    return `${id}\t${role}\t${token.id}\tcreated ${token.createdAt}\t${end}${more}\n`
  })
}

function overlap(text: string): number {
  const [, digits = '', unit = ''] = /^(\d{1,7})([smhd])$/.exec(text) ?? []
  const ms = Number(digits) * (UNITS[unit] ?? Number.NaN)
  if (ms <= MAX_OVERLAP_MS) return ms
  throw new InvalidArgumentError('Give a number and s, m, h or d, at most 30d.')
}
