import type { AuditLogOptions } from '@tezgah/audit/node'
import { openAuditLog } from '@tezgah/audit/node'
import { event } from '../events.ts'
import { requireSound } from './crash-check.ts'
import { afterPowerCut, type Choice, nameChoices, randomChoice, tearChoices } from './crash-states.ts'
import type { MemoryFileSystem } from './memory-file-system.ts'
import { type Acknowledged, emptyDisk, rotatingOptions, work } from './workload.ts'

/** A moment just before an operation. */
export type Moment = {
  readonly disk: MemoryFileSystem
  readonly acknowledged: readonly Acknowledged[]
  readonly where: string
}

/** With a signer and a witness, and without: their syncs must not stand in for the log's own. */
export type Kind = 'signed' | 'unsigned'

export function optionsOf(kind: Kind, disk: MemoryFileSystem): AuditLogOptions {
  const { signer, witnesses, ...plain } = rotatingOptions(disk)
  return kind === 'unsigned' ? plain : { ...plain, ...(signer && { signer }), ...(witnesses && { witnesses }) }
}

/** Every moment of a whole run, from before the first operation to after the last. */
export async function momentsOfRun(kind: Kind): Promise<Moment[]> {
  const disk = emptyDisk()
  const acknowledged: Acknowledged[] = []
  const moments = watch(disk, acknowledged, kind)
  // Three rotations; then two segments are removed at once, and one more behind another rotation.
  const log = await openAuditLog({ ...optionsOf(kind, disk), retention: {} })
  await work(disk, log, acknowledged)
  await log.close()
  const again = await openAuditLog({ ...optionsOf(kind, disk), retention: { maxSegments: 1 } })
  await work(disk, again, acknowledged, 6)
  await again.close()
  disk.fault = () => undefined
  return [...moments, { disk, acknowledged, where: `${kind}, at the end` }]
}

/** Every moment of opening again what a killed process left. */
export async function momentsOfRecovery(kind: Kind, { disk, where, ...before }: Moment): Promise<Moment[]> {
  const left = disk.afterKill()
  const acknowledged = [...before.acknowledged]
  const moments = watch(left, acknowledged, `${where}, killed, opened again`)
  const log = await openAuditLog(optionsOf(kind, left))
  const { seq, hash } = await log.append(event(2000), { seal: ['/number'] })
  acknowledged.push({ seq, hash, operations: left.operations.length })
  await log.close()
  left.fault = () => undefined
  return moments
}

// What changes nothing on the disk, and tells nothing of it.
const harmless: ReadonlySet<string> = new Set(['read', 'list', 'inspect', 'close', 'lock'])

/** Notes the moments before each operation of a disk from now on that changes something. */
export function watch(disk: MemoryFileSystem, acknowledged: readonly Acknowledged[], label: string): Moment[] {
  const moments: Moment[] = []
  disk.fault = ({ name, path }, count) => {
    if (harmless.has(name)) return undefined
    const where = `${label}, before operation ${count}, ${name} ${path}`
    moments.push({ disk: disk.afterKill(), acknowledged: [...acknowledged], where })
    return undefined
  }
  return moments
}

/** Checks what a power cut may leave at this moment. Returns how many states that were. */
export async function cutPower(kind: Kind, moment: Moment, choices: Iterable<Choice>): Promise<number> {
  let states = 0
  for (const choice of choices) {
    const disk = afterPowerCut(moment.disk, choice)
    await requireSound(disk, optionsOf(kind, disk), moment.acknowledged, `${moment.where}, power cut ${states}`)
    states += 1
  }
  return states
}

export function* choicesFor({ disk }: Moment, random: () => number, randomCount: number): Generator<Choice> {
  yield* nameChoices(disk.pendingNames.length)
  yield* tearChoices()
  for (let count = 0; count < randomCount; count++) yield randomChoice(random)
}
