import { createVerifier, verifySegments } from '@tezgah/audit'
import { createLogWriter, event } from './events.ts'
import { nodeSha256, oneSegment, type PinnedLog, prunedLog, threeSegments, verifyPinned } from './tamper/honest-log.ts'
import {
  ALL_BYTES,
  cuts,
  fileMutations,
  insertions,
  type Mutation,
  recordMutations,
  sameFiles,
  substitutions,
  TELLING_BYTES,
} from './tamper/mutations.ts'

// Tries a million changes and more on logs of which a witness keeps a checkpoint, and looks for one that is not seen; and
// looks for alarms about honest logs, whole or cut by a crash.
// Run: node --conditions=@tezgah/source packages/audit/test/campaign.ts [seed]
const seed = Number(process.argv[2] ?? 1)
const RANDOM_LOGS = 300
const CHANGES_PER_LOG = 1000
let state = seed
let tried = 0
let unseen = 0
let alarms = 0

/** A whole number below `limit`; a linear congruential generator, so that a seed says everything. */
function random(limit: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  return Math.floor((state / 2 ** 32) * limit)
}

function attack(log: PinnedLog, mutations: Iterable<Mutation>): void {
  for (const { change, files } of mutations) {
    tried += 1
    if (verifyPinned(files, log).status !== 'intact' || sameFiles(files, log.files)) continue
    unseen += 1
    console.log(`not seen, seed ${seed}, ${log.name}: ${change}`)
  }
}

function randomLog(number: number): PinnedLog {
  const writer = createLogWriter()
  const earlier: Uint8Array[][] = []
  for (let count = 2 + random(12); count > 0; count--) {
    writer.append({
      ...event(random(1000)),
      details: { text: String.fromCodePoint(32 + random(0xd000)).repeat(random(9)) },
    })
    if (random(4) === 0) writer.rotate()
    earlier.push(writer.bytes())
  }
  earlier.pop()
  return { name: `random log ${number}`, files: writer.bytes(), checkpoint: writer.heads.at(-1)!, durable: 0, earlier }
}

/** One to three random changes at once, or an earlier state put back. */
function* randomChanges(log: PinnedLog): Generator<Mutation> {
  for (let count = 0; count < CHANGES_PER_LOG; count++) {
    const back = log.earlier[random(log.earlier.length * 20)]
    let files = back ?? log.files
    for (let changes = back === undefined ? 1 + random(3) : 0; changes > 0; changes--)
      files = randomChange(files, log.files)
    yield { change: `random change ${count}`, files }
  }
}

function randomChange(files: readonly Uint8Array[], original: readonly Uint8Array[]): readonly Uint8Array[] {
  const which = random(files.length)
  const file = files[which] ?? new Uint8Array()
  const [from = 0, to = 0] = [random(file.length + 1), random(file.length + 1)].sort((a, b) => a - b)
  const other = original[random(original.length)] ?? file
  const piece = other.subarray(random(other.length), random(other.length + 1))
  const edits: readonly (() => readonly Uint8Array[])[] = [
    () => files.with(which, Buffer.concat([file.subarray(0, from), file.subarray(to)])),
    () => files.with(which, Buffer.concat([file.subarray(0, from), piece, file.subarray(from)])),
    () => files.with(which, Buffer.concat([file.subarray(0, from), piece, file.subarray(to)])),
    () => files.with(which, Buffer.from(file.map((byte, at) => (at === from ? byte ^ (1 << random(8)) : byte)))),
    () => files.with(which, file.subarray(0, from)),
    () => (files.length > 1 ? files.toSpliced(which, 1) : files.with(which, other)),
    () => files.toSpliced(random(files.length + 1), 0, other),
  ]
  return (edits[random(edits.length)] ?? (() => files))()
}

/** An honest log, and the same cut by a crash, must raise no alarm. What the crash took was never pinned. */
function stayCalm(log: PinnedLog): void {
  if (verifyPinned(log.files, log).status !== 'intact') alarms += 1
  const last = log.files.at(-1) ?? new Uint8Array()
  for (let length = log.durable; length <= last.length; length++) {
    const torn = Buffer.concat([last.subarray(0, length), new Uint8Array(random(3))])
    if (verifySegments(log.files.with(-1, torn), { sha256: nodeSha256 }).status === 'tampered') alarms += 1
  }
  const verifier = createVerifier({ checkpoints: [log.checkpoint], sha256: nodeSha256 })
  for (const [index, file] of log.files.entries()) {
    if (index > 0) verifier.nextSegment()
    for (let start = 0; start < file.length; start += 100) verifier.push(file.subarray(start, start + 100))
  }
  if (verifier.end().status !== 'intact') alarms += 1
}

const start = performance.now()
const small = oneSegment()
attack(small, substitutions(small.files, ALL_BYTES))
attack(small, insertions(small.files, ALL_BYTES))
for (const log of [small, threeSegments(), prunedLog()]) {
  attack(log, substitutions(log.files, TELLING_BYTES.slice(0, 8)))
  attack(log, insertions(log.files, TELLING_BYTES.slice(0, 8)))
  for (const mutations of [cuts, recordMutations, fileMutations]) attack(log, mutations(log.files))
  stayCalm(log)
}
for (let number = 0; number < RANDOM_LOGS; number++) {
  const log = randomLog(number)
  attack(log, randomChanges(log))
  stayCalm(log)
}
const seconds = ((performance.now() - start) / 1000).toFixed(0)
console.log(`seed ${seed}: ${tried} changes tried in ${seconds} s, ${unseen} not seen, ${alarms} false alarms`)
process.exitCode = unseen + alarms === 0 && tried >= 1_000_000 ? 0 : 1
