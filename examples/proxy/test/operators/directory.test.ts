import { chmodSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { OperatorDirectory } from '../../src/operators/directory.ts'
import { makeOperatorsFolder, type OperatorsFolder, passwordDigest, tokenDigest } from '../support/operators-file.ts'

const CERTIFICATE = 'ab'.repeat(32)
const ADA = {
  id: 'ada',
  role: 'risk' as const,
  tokens: [tokenDigest('token-of-ada-0001', '2026-06-01T00:00:00Z')],
  password: passwordDigest('secret'),
  certificates: [CERTIFICATE],
}
const BEFORE = Date.parse('2026-05-31T23:59:59Z')

let folder: OperatorsFolder
let errors: unknown[]
const open = (): OperatorDirectory => new OperatorDirectory(folder.file, (error) => errors.push(error))

beforeEach(() => {
  folder = makeOperatorsFolder()
  errors = []
})
afterEach(() => folder.remove())

describe('operators', () => {
  it('are none where there is no file', () => {
    expect(open().count).toBe(0)
  })

  it('are found by id, token and certificate', () => {
    folder.write([ADA])
    const operators = open()
    expect(operators.find('ada')).toMatchObject({ id: 'ada', role: 'risk' })
    expect(operators.find('__proto__')).toBeNull()
    expect(operators.byToken('token-of-ada-0001', BEFORE)?.id).toBe('ada')
    expect(operators.byToken('token-of-ada-0001', BEFORE + 1_000), 'it has ended').toBeNull()
    expect(operators.byToken('token-of-ada-0002', BEFORE)).toBeNull()
    expect(operators.byCertificate(CERTIFICATE)?.id).toBe('ada')
    expect(operators.byCertificate('cd'.repeat(32))).toBeNull()
  })

  it('follow the file, and keep what they know while it is not usable', () => {
    folder.write([ADA])
    const operators = open()
    folder.write([{ ...ADA, role: 'viewer' }])
    expect(operators.find('ada')?.role, 'nobody has looked yet').toBe('risk')
    operators.refresh()
    expect(operators.find('ada')?.role).toBe('viewer')
    folder.writeText('{"version":1,"operators":[')
    operators.refresh()
    operators.refresh()
    expect(operators.find('ada')?.role).toBe('viewer')
    expect(errors, 'told once').toHaveLength(1)
    folder.write([])
    operators.refresh()
    expect(operators.find('ada')).toBeNull()
  })
})

describe('a file that is not usable', () => {
  it.each([
    ['no JSON', '{'],
    ['another version', { version: 2, operators: [] }],
    ['an unknown role', { version: 1, operators: [{ ...ADA, role: 'root' }] }],
    ['the id of the admin token', { version: 1, operators: [{ ...ADA, id: 'admin' }] }],
    ['an operator twice', { version: 1, operators: [ADA, { ...ADA, tokens: [], certificates: [] }] }],
    ['a token twice', { version: 1, operators: [ADA, { ...ADA, id: 'bob', certificates: [] }] }],
    ['a certificate twice', { version: 1, operators: [ADA, { ...ADA, id: 'bob', tokens: [] }] }],
    ['a password in the clear', { version: 1, operators: [{ ...ADA, password: 'hunter2-hunter2' }] }],
    ['a cost that nobody can pay', { version: 1, operators: [{ ...ADA, password: ADA.password.replace('14', '24') }] }],
    ['a member that nobody knows', { version: 1, operators: [{ ...ADA, superuser: true }] }],
  ])('%s: is refused without a word of what it holds', (_, content) => {
    folder.writeText(typeof content === 'string' ? content : JSON.stringify(content))
    expect(open).toThrow(expect.objectContaining({ name: 'OperatorsFileError' }))
    expect(open).not.toThrow(/hunter2/)
  })

  it.skipIf(process.platform === 'win32')('is one that others can read', () => {
    folder.write([ADA])
    chmodSync(folder.file, 0o640)
    expect(open).toThrow(/chmod 600/)
  })
})
