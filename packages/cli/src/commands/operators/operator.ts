import { existsSync } from 'node:fs'
import path from 'node:path'
import { type Operator, ROLES, type Role } from '@tezgah/core/node/operators-file'
import { Argument, type Command, InvalidArgumentError, Option } from 'commander'
import type { CliIo } from '../../io.ts'
import { changeOperators, type FileFlag, fileOf, readOperators, withFile } from './file.ts'
import {
  findOperator,
  replaced,
  withCertificate,
  withOperator,
  withoutCertificate,
  withoutOperator,
} from './operator-change.ts'
import { askPassword, type PasswordFlags, passwordDigest } from './password.ts'

type AddFlags = FileFlag &
  PasswordFlags & { readonly role: Role; readonly password: boolean; readonly certificate?: readonly string[] }

const FINGERPRINT = 'SHA-256 of a TLS client certificate, 64 hexadecimal digits with or without colons'

/** The commands under `tezgah operator`: the people of a service, and how they sign in at the proxy. */
export function configure(operator: Command, io: CliIo): void {
  addAdd(operator, io)
  addPasswd(operator, io)
  addRole(operator, io)
  addCertificate(operator, io)
  withFile(operator.command('list').description('print operators, their roles and what they sign in with')).action(
    (flags: FileFlag) => list(io, flags),
  )
  withFile(operator.command('remove').description('end an operator with all it signs in with, at once'))
    .argument('<operator>', 'who')
    .action((id: string, flags: FileFlag) => {
      changeOperators(io, flags, (operators) => withoutOperator(operators, id))
    })
}

function addAdd(operator: Command, io: CliIo): void {
  withFile(operator.command('add').description('add an operator, and ask for a password'))
    .argument('<operator>', 'name in the audit log')
    .addOption(new Option('--role <role>', 'what it may do').choices(ROLES).makeOptionMandatory())
    .addOption(passwordStdin())
    .option(
      '--no-password',
      'no password: the operator signs in with a certificate, or gets a token by tezgah token rotate',
    )
    .option('--certificate <fingerprint>', `${FINGERPRINT}; repeat for more`, collectFingerprints)
    .action(async (id: string, flags: AddFlags) => {
      const file = fileOf(io, flags)
      const { role, certificate = [] } = flags
      const add = (operators: readonly Operator[], password?: string) => {
        const plain = withOperator(
          operators,
          { id, role, tokens: [], password },
          'tezgah operator passwd changes its password',
        )
        return certificate.reduce((before, fingerprint) => withCertificate(before, id, fingerprint), plain)
      }
      // Before a password is asked for.
      add(readOperators(io, flags))
      const password = flags.password ? await passwordDigest(await askPassword(io, id, flags)) : undefined
      changeOperators(io, flags, (operators) => add(operators, password))
      await io.stderr.write(`${id} (${role}) is in ${file}\n`)
    })
}

function addPasswd(operator: Command, io: CliIo): void {
  withFile(operator.command('passwd').description('ask for a new password of an operator'))
    .argument('<operator>', 'whose')
    .addOption(passwordStdin())
    .action(async (id: string, flags: FileFlag & PasswordFlags) => {
      findOperator(readOperators(io, flags), id)
      const password = await passwordDigest(await askPassword(io, id, flags))
      changeOperators(io, flags, (operators) => replaced(operators, { ...findOperator(operators, id), password }))
      await io.stderr.write(`${id} has a new password\n`)
    })
}

function addRole(operator: Command, io: CliIo): void {
  withFile(operator.command('role').description('change what an operator may do, at once'))
    .argument('<operator>', 'whose')
    .addArgument(new Argument('<role>', 'what it may do').choices(ROLES))
    .action((id: string, role: Role, flags: FileFlag) => {
      changeOperators(io, flags, (operators) => replaced(operators, { ...findOperator(operators, id), role }))
    })
}

function addCertificate(operator: Command, io: CliIo): void {
  withFile(operator.command('certificate').description('add a certificate that an operator signs in with, or end it'))
    .argument('<operator>', 'whose')
    .argument('<fingerprint>', FINGERPRINT, fingerprintOf)
    .option('--remove', 'end it')
    .action((id: string, fingerprint: string, flags: FileFlag & { readonly remove?: true }) => {
      const change = flags.remove === true ? withoutCertificate : withCertificate
      changeOperators(io, flags, (operators) => change(operators, id, fingerprint))
    })
}

function passwordStdin(): Option {
  return new Option('--password-stdin', 'read the password from standard input in place of asking for it').conflicts(
    'password',
  )
}

async function list(io: CliIo, flags: FileFlag): Promise<void> {
  const file = fileOf(io, flags)
  if (!existsSync(path.resolve(io.cwd, file))) await io.stderr.write(`no operators: there is no ${file}\n`)
  await io.stdout.write(readOperators(io, flags).map(lineOf).join(''))
}

function lineOf({ id, role, tokens, password, certificates = [] }: Operator): string {
  const means = [
    password === undefined ? 'no password' : 'password',
    `tokens: ${tokens.length}`,
    `certificates: ${certificates.join(' ') || 'none'}`,
  ]
  return `${[id, role, ...means].join('\t')}\n`
}

function collectFingerprints(text: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, fingerprintOf(text)]
}

/** As `openssl x509 -fingerprint -sha256` prints it, or without its colons. */
function fingerprintOf(text: string): string {
  const digits = text.replaceAll(':', '').toLowerCase()
  if (/^[0-9a-f]{64}$/.test(digits)) return digits
  throw new InvalidArgumentError(`Give ${FINGERPRINT}.`)
}
