import type { TreeHead, Verification } from '@tezgah/audit'
import type { CliIo } from '../../io.ts'
import { givenCheckpoints, type OwnCheckpoints, ownCheckpoints, readKeys } from './checkpoints.ts'
import { DisclosureCheck } from './disclosures.ts'
import { findLog, type LogFiles } from './log-files.ts'
import { readLog } from './read-log.ts'
import { VerdictExit } from './verdict-exit.ts'

type VerifyFlags = {
  readonly vkey: readonly string[]
  readonly checkpoint: readonly string[]
  readonly witnessVkey: readonly string[]
  readonly json?: boolean
}

type Answer = {
  readonly status: Verification['status']
  readonly firstBadSeq?: number
  readonly reason: string
  readonly first: number
  readonly size: number
  readonly head: string
  readonly root: string
  /** Who says that no record is missing at the end. */
  readonly proof: 'given' | 'own' | 'none'
}

/**
 * `tezgah audit verify`: prints what the log turned out to be.
 *
 * @throws VerdictExit unless the log is intact
 */
export async function verifyCommand(io: CliIo, given: string, flags: VerifyFlags): Promise<void> {
  const keys = readKeys(flags.vkey, flags.witnessVkey)
  const pins = givenCheckpoints(io.cwd, flags.checkpoint, keys)
  const log = findLog(io.cwd, given)
  const own = ownCheckpoints(log.base, keys.log)
  const answer = await judge(log, pins, own, keys.log.length > 0)
  await io.stdout.write(flags.json ? `${JSON.stringify(answer)}\n` : describe(answer))
  if (answer.status !== 'intact') throw new VerdictExit(answer.status === 'tampered' ? 1 : 2)
}

async function judge(log: LogFiles, pins: readonly TreeHead[], own: OwnCheckpoints, keyed: boolean): Promise<Answer> {
  const disclosures = new DisclosureCheck()
  const result = await readLog(log, {
    checkpoints: [...pins, ...own.heads],
    onRecord: (record) => disclosures.take(record),
    onSegment: (file) => disclosures.begin(file, file === `${log.base}.log`),
  })
  const proof = pins.length > 0 ? 'given' : keyed ? 'own' : 'none'
  const { first, size, head, root } = result
  const facts = { first, size, head, root, proof } as const
  if (result.status === 'tampered') {
    return { status: 'tampered', firstBadSeq: result.firstBadSeq, reason: result.reason, ...facts }
  }
  const tampered = (firstBadSeq: number, reason: string) =>
    ({ status: 'tampered', firstBadSeq, reason, ...facts }) as const
  if (own.hasBadNote) {
    const sizes = [...pins, ...own.heads].map((pin) => pin.size).filter((pinned) => pinned >= first)
    return tampered(Math.max(0, ...sizes), 'a checkpoint beside the log is not what was written')
  }
  if (disclosures.firstBadSeq !== null) {
    return tampered(disclosures.firstBadSeq, 'a disclosure does not match what its record committed to')
  }
  const isOutOfReach = (heads: readonly TreeHead[]) => !heads.some((pin) => pin.size >= first)
  if ((pins.length > 0 && isOutOfReach(pins)) || (keyed && isOutOfReach(own.heads))) {
    return {
      status: 'unproven',
      reason: 'no checkpoint that can be believed is of a size that is still there',
      ...facts,
    }
  }
  return { status: result.status, reason: 'reason' in result ? result.reason : '', ...facts }
}

const PROOFS = {
  given: 'every record is as it was written, and as the given checkpoints say',
  own: "every record is as it was written; only the log's own key says that none is missing",
  none: 'the records fit together; nothing from outside says that none is missing at the end',
}

function describe({ status, firstBadSeq, reason, first, size, root, proof }: Answer): string {
  const verdict = {
    intact: `intact: ${PROOFS[proof]}`,
    tampered: `tampered with: record ${firstBadSeq} is the first bad one (${reason})`,
    torn: `cannot tell: torn by a crash (${reason})`,
    unproven: `cannot tell: ${reason}`,
  }
  const records = size === first ? 'no records' : `records ${first} to ${size - 1}`
  return `${verdict[status]}\n${records}, root ${root}\n`
}
