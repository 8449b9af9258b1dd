import path from 'node:path'
import { applyData, applyName, type DataChange, MemoryFileSystem, type Node } from './memory-file-system.ts'

/** Which of the changes that were not synced the power cut leaves, and how it tears the last of a file's. */
export type Choice = {
  readonly names: (index: number, count: number) => boolean
  readonly data: (index: number, count: number) => boolean
  /** Of the last write that is left, how much of it is; the rest of its length may read as NUL bytes. */
  readonly tear: (length: number) => { readonly kept: number; readonly nuls: boolean }
}

const whole: Choice['tear'] = (length) => ({ kept: length, nuls: false })
const all = (): boolean => true
const nothing = (): boolean => false

/** Every subset of the names where there are few, with all data and with none. */
export function* nameChoices(names: number): Generator<Choice> {
  for (let mask = 0; mask < 2 ** Math.min(names, 6); mask++) {
    const pick: Choice['names'] = (index) => index >= 6 || ((mask >> index) & 1) === 1
    for (const data of [nothing, all]) yield { names: pick, data, tear: whole }
  }
}

/** All names, with the usual ways to lose data. */
export function* tearChoices(): Generator<Choice> {
  const datas: readonly Choice['data'][] = [all, (index, count) => index === count - 1, (index) => index === 0]
  const tears: readonly Choice['tear'][] = [
    whole,
    () => ({ kept: 1, nuls: false }),
    (length) => ({ kept: length - 1, nuls: false }),
    (length) => ({ kept: length >> 1, nuls: true }),
    () => ({ kept: 0, nuls: true }),
  ]
  for (const data of datas) for (const tear of tears) yield { names: all, data, tear }
}

/** Each change by the toss of a coin, torn at any byte. */
export function randomChoice(random: () => number): Choice {
  return {
    names: () => random() < 0.5,
    data: () => random() < 0.5,
    tear: (length) => ({ kept: Math.floor(random() * (length + 1)), nuls: random() < 0.3 }),
  }
}

/** The disk as it may be after a power cut. */
export function afterPowerCut(disk: MemoryFileSystem, choice: Choice): MemoryFileSystem {
  const next = new MemoryFileSystem([...disk.folders].filter((name) => isDurable(disk, name)))
  const names = new Map(disk.durableNames)
  const kept = disk.pendingNames.filter((_, index) => choice.names(index, disk.pendingNames.length))
  for (const change of kept) applyName(names, change)
  for (const [name, node] of names) {
    if (next.folders.has(path.dirname(name))) next.put(name, contentAfter(node, choice))
  }
  return next
}

function contentAfter({ durable, pending }: Node, { data, tear }: Choice): Buffer {
  const kept = pending.filter((_, index) => data(index, pending.length))
  const last = kept.findLastIndex(({ kind }) => kind === 'write')
  return kept.reduce((bytes, change, index) => applyData(bytes, index === last ? torn(change, tear) : change), durable)
}

function torn(change: DataChange, tear: Choice['tear']): DataChange {
  if (change.kind !== 'write' || change.bytes.length === 0) return change
  const { kept, nuls } = tear(change.bytes.length)
  const bytes = change.bytes.subarray(0, Math.max(0, kept))
  return { ...change, bytes: nuls ? Buffer.concat([bytes], change.bytes.length) : bytes }
}

function isDurable(disk: MemoryFileSystem, folder: string): boolean {
  return disk.durableFolders.has(folder) && (path.dirname(folder) === folder || isDurable(disk, path.dirname(folder)))
}
