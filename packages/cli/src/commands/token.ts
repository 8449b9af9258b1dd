import { type Command, InvalidArgumentError, Option } from 'commander'
import type { CliIo } from '../io.ts'
import { makeToken, withNew, withoutToken, withRotated } from './token-change.ts'
import { changeHolders, ROLES, readHolders, type TokenHolder } from './token-file.ts'

const MAX_OVERLAP_MS = 30 * 86_400_000
const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

type FileFlag = { readonly file: string }

/** `tezgah token new | rotate | list | revoke`: the operators of a service and the digests of their tokens. */
export function addToken(program: Command, io: CliIo): void {
  const token = program
    .command('token')
    .description('tokens of the operators of executor-lite: of each only a digest is kept')

  withFile(token.command('new').description('add an operator and print its token, this once'))
    .argument('<operator>', 'name in the audit log')
    .addOption(new Option('--role <role>', 'what it may do').choices(ROLES).makeOptionMandatory())
    .action((id: string, { file, role }: FileFlag & { readonly role: TokenHolder['role'] }) => {
      const { token: text, held } = makeToken(Date.now())
      changeHolders(io.cwd, file, (holders) => withNew(holders, id, role, held))
      return show(io, text, `${id} (${role}) has the token ${held.id}; it is shown this once`)
    })

  withFile(token.command('rotate').description('print a new token of an operator; the old one ends after a while'))
    .argument('<operator>', 'whose')
    .option('--overlap <time>', 'how long the old token stays valid: 0s to 30d', overlap, UNITS['d'])
    .action((id: string, { file, overlap: overlapMs }: FileFlag & { readonly overlap: number }) => {
      const now = Date.now()
      const { token: text, held } = makeToken(now)
      changeHolders(io.cwd, file, (holders) => withRotated(holders, id, held, { now, overlapMs }))
      const end =
        overlapMs === 0
          ? 'the old one has ended'
          : `the old one ends at ${new Date(now + overlapMs).toISOString()} or before`
      return show(io, text, `${id} has the token ${held.id}; it is shown this once; ${end}`)
    })

  withFile(token.command('list').description('print operators, roles and the names of their tokens')).action(
    ({ file }: FileFlag) => io.stdout.write(readHolders(io.cwd, file).flatMap(lines).join('')),
  )

  withFile(
    token.command('revoke').description('end one token of an operator, or the operator with all of them, at once'),
  )
    .argument('<operator>', 'whose')
    .option('--token <name>', 'only this one, as list names it')
    .action((id: string, flags: FileFlag & { readonly token?: string }) => {
      changeHolders(io.cwd, flags.file, (holders) => withoutToken(holders, id, flags.token))
    })
}

function withFile(command: Command): Command {
  return command.requiredOption(
    '--file <file>',
    'where operators are kept: operators.json in the data folder of the service',
  )
}

/** The token alone on standard output, so that it can be piped into a safe. */
async function show(io: CliIo, token: string, note: string): Promise<void> {
  await io.stderr.write(`${note}\n`)
  await io.stdout.write(`${token}\n`)
}

function lines({ id, role, tokens }: TokenHolder): readonly string[] {
  if (tokens.length === 0) return [`${id}\t${role}\tno token\n`]
  return tokens.map((token) => {
    return `${id}\t${role}\t${token.id}\tcreated ${token.createdAt}\t${token.expiresAt === null ? 'no end' : `ends ${token.expiresAt}`}\n`
  })
}

function overlap(text: string): number {
  const [, digits = '', unit = ''] = /^(\d{1,7})([smhd])$/.exec(text) ?? []
  const ms = Number(digits) * (UNITS[unit] ?? Number.NaN)
  if (ms <= MAX_OVERLAP_MS) return ms
  throw new InvalidArgumentError('Give a number and s, m, h or d, at most 30d.')
}
