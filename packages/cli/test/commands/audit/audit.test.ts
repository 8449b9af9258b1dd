import { readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { checkInclusion, parseVerifierKey } from '@tezgah/audit'
import { beforeEach, describe, expect, it } from 'vitest'
import { runCli } from '../../../src/run-cli.ts'
import { fakeIo } from '../../fake-io.ts'
import { temporaryFolder } from '../../temporary-folder.ts'
import { createSigner, ORIGIN, writeLog } from './log-fixture.ts'

const inFolder = temporaryFolder()
const { signer, vkey } = createSigner(ORIGIN)
let log: ReturnType<typeof writeLog>

beforeEach(() => {
  log = writeLog(inFolder, signer)
})

async function audit(...args: string[]) {
  const io = fakeIo({ cwd: inFolder() })
  const code = await runCli(['audit', ...args], io)
  return { code, stdout: io.stdout.text(), stderr: io.stderr.text() }
}

describe('tezgah audit verify', () => {
  it('answers 0 for an intact log, and says who vouches for its end', async () => {
    expect(await audit('verify', '.')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /^intact: the records fit together; nothing from outside .*\nrecords 0 to 9, root /,
      ),
    })
    expect((await audit('verify', 'backtest.log', '--vkey', vkey)).stdout).toContain("only the log's own key")
    writeFileSync(inFolder('kept.txt'), log.note)
    expect((await audit('verify', '.', '--checkpoint', 'kept.txt', '--vkey', vkey)).stdout).toContain(
      'given checkpoints',
    )
  })

  it('answers 1 and names the first bad record', async () => {
    const text = readFileSync(inFolder('backtest.log'), 'utf8').replace('job-8', 'job-x')
    writeFileSync(inFolder('backtest.log'), text)
    const { code, stdout } = await audit('verify', '.', '--json')
    expect([code, JSON.parse(stdout)]).toMatchObject([1, { status: 'tampered', firstBadSeq: 8 }])
  })

  it('answers 1 when records of a checkpoint are missing at the end', async () => {
    rmSync(inFolder('backtest.log'))
    const { code, stdout } = await audit('verify', 'backtest.log')
    expect([code, stdout]).toEqual([1, expect.stringContaining('record 6 is the first bad one')])
  })

  it('answers 1 when the active file is missing and the one before does not end with its seal', async () => {
    for (const name of ['backtest.log', 'backtest.checkpoints']) rmSync(inFolder(name))
    expect((await audit('verify', '.')).code, 'a crash came before the next file').toBe(0)
    const sealed = inFolder('backtest.000000000000.log')
    writeFileSync(sealed, readFileSync(sealed, 'utf8').split('\n').slice(0, 5).join('\n').concat('\n'))
    expect(await audit('verify', '.', '--json')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('"firstBadSeq":5'),
    })
  })

  it('answers 1 for a checkpoint that the key did not sign', async () => {
    const file = inFolder('backtest.checkpoints')
    writeFileSync(file, readFileSync(file, 'utf8').replace('\n8\n', '\n9\n'))
    expect(await audit('verify', '.', '--vkey', vkey)).toMatchObject({ code: 1 })
  })

  it('answers 2 for a torn tail, for a checkpoint of others and for a key that signed nothing', async () => {
    const other = createSigner(ORIGIN).vkey
    expect((await audit('verify', '.', '--vkey', other)).code).toBe(2)
    writeFileSync(inFolder('kept.txt'), log.note)
    const witness = createSigner('example.com/witness', 4).vkey
    expect((await audit('verify', '.', '--checkpoint', 'kept.txt', '--witness-vkey', witness)).stderr).toBe(
      'tezgah: witnessed: no signature of a known key\n',
    )
    truncateSync(inFolder('backtest.log'), statSync(inFolder('backtest.log')).size - 3)
    expect(await audit('verify', '.')).toMatchObject({ code: 2, stdout: expect.stringContaining('torn by a crash') })
  })

  it('answers 2 where there is no log, or more than one, or a wrong key', async () => {
    expect((await audit('verify', 'nothing.log')).code).toBe(2)
    writeFileSync(inFolder('other.log'), '')
    expect((await audit('verify', '.')).stderr).toContain('must hold one audit log, holds')
    expect((await audit('verify', '.', '--vkey', 'a+b+c')).code).toBe(2)
    expect((await audit('verify', '.', '--nonsense')).code).toBe(2)
  })

  it('answers 1 for a disclosure that its record never committed to', async () => {
    const line = `{"path":"/who","salt":"${'0'.repeat(64)}","seq":8,"value":"x"}\n`
    writeFileSync(inFolder('backtest.disclosures'), line)
    expect((await audit('verify', '.', '--json')).stdout).toContain('"firstBadSeq":8')
    writeFileSync(inFolder('backtest.disclosures'), line.replace('"seq":8', '"seq":10'))
    expect((await audit('verify', '.')).code, 'a crash left it before its record').toBe(0)
  })
})

describe('tezgah audit query and tail', () => {
  const seqs = (stdout: string) =>
    stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line).seq)

  it('print the records that match, across segments', async () => {
    const { code, stdout } = await audit('query', '.', '--actor', 'operator', '--outcome', 'refused')
    expect([code, seqs(stdout)]).toEqual([0, [1, 3, 7, 9]])
    const between = await audit('query', '.', '--from', '2026-01-01T00:00:03Z', '--to', '2026-01-01T00:00:05Z')
    expect(seqs(between.stdout)).toEqual([3, 4])
    const limited = await audit('query', '.', '--limit', '2')
    expect([seqs(limited.stdout), limited.stderr]).toEqual([[0, 1], '8 more match; raise --limit\n'])
  })

  it('print the last records', async () => {
    expect(seqs((await audit('tail', '.', '-n', '3')).stdout)).toEqual([7, 8, 9])
    expect(seqs((await audit('tail', '.')).stdout)).toHaveLength(10)
    expect((await audit('tail', '.', '-n', '0')).code).toBe(2)
  })

  it('print what verifies, and then say that the rest does not', async () => {
    writeFileSync(inFolder('backtest.log'), readFileSync(inFolder('backtest.log'), 'utf8').replace('job-8', 'job-x'))
    const { code, stdout, stderr } = await audit('tail', '.', '-n', '2')
    expect([code, seqs(stdout)]).toEqual([1, [6, 7]])
    expect(stderr).toContain('the log is tampered: record 8')
  })
})

describe('tezgah audit prove', () => {
  it.each([
    ['3', []],
    ['9', []],
    ['0', ['--size', '1']],
    ['5', ['--size', '8']],
  ])('prints a proof for record %s that holds with %j', async (seq, size) => {
    const { code, stdout } = await audit('prove', '.', seq, ...size)
    const { hash, proof, size: of, root } = JSON.parse(stdout)
    expect([code, root]).toEqual([0, log.heads[of]!.root])
    expect(checkInclusion(hash, Number(seq), log.heads[of]!, proof)).toBe(true)
  })

  it('proves nothing that is not there', async () => {
    expect(await audit('prove', '.', '10')).toMatchObject({ code: 2, stderr: expect.stringContaining('no record 10') })
    expect((await audit('prove', '.', '5', '--size', '5')).code).toBe(2)
    expect((await audit('prove', '.', '0', '--size', '11')).code).toBe(2)
  })
})

describe('tezgah audit keygen', () => {
  it('writes a key that only its owner may read, and prints its verifier key', async () => {
    const { code, stdout } = await audit('keygen', ORIGIN, '--out', 'log.key')
    expect(code).toBe(0)
    expect(parseVerifierKey(stdout.trim())).toMatchObject({ name: ORIGIN, type: 1 })
    if (process.platform !== 'win32') expect(statSync(inFolder('log.key')).mode & 0o777).toBe(0o600)
    expect((await audit('keygen', 'w', '--out', 'w.key', '--witness')).stdout).toMatch(/^w\+[0-9a-f]{8}\+B/)
  })

  it('never replaces a file, nor takes a name that no key can have', async () => {
    writeFileSync(inFolder('log.key'), 'precious')
    expect((await audit('keygen', ORIGIN, '--out', 'log.key')).code).toBe(2)
    expect(readFileSync(inFolder('log.key'), 'utf8')).toBe('precious')
    expect((await audit('keygen', 'a b', '--out', 'other.key')).code).toBe(2)
  })
})
