/** A change that an attacker makes to the files of a log. */
export type Mutation = { readonly change: string; readonly files: readonly Uint8Array[] }

type Files = readonly Uint8Array[]

/** Bytes that mean something in JSON, in UTF-8 or to a verifier. */
export const TELLING_BYTES: readonly number[] = [
  ...Buffer.from('{}[]",:\\0129aAfz -.eu\0\t\n\r'),
  0x7f,
  0x80,
  0xc3,
  0xff,
]

/** Every byte there is. */
export const ALL_BYTES: readonly number[] = Array.from({ length: 256 }, (_, byte) => byte)

/** Each byte of each file replaced by each of these. */
export function* substitutions(files: Files, bytes: readonly number[]): Generator<Mutation> {
  for (const [which, file] of files.entries()) {
    const changed = Uint8Array.from(file)
    for (const [offset, original] of file.entries()) {
      for (const byte of bytes) {
        if (byte === original) continue
        changed[offset] = byte
        yield { change: `file ${which}: byte ${offset} becomes ${byte}`, files: files.with(which, changed) }
      }
      changed[offset] = original
    }
  }
}

/** Each of these bytes put in before each byte of each file, and at its end. */
export function* insertions(files: Files, bytes: readonly number[]): Generator<Mutation> {
  for (const [which, file] of files.entries()) {
    const longer = new Uint8Array(file.length + 1)
    for (let offset = 0; offset <= file.length; offset++) {
      longer.set(file.subarray(0, offset))
      longer.set(file.subarray(offset), offset + 1)
      for (const byte of bytes) {
        longer[offset] = byte
        yield { change: `file ${which}: byte ${byte} put in at ${offset}`, files: files.with(which, longer) }
      }
    }
  }
}

/** Each byte of each file removed or swapped with the next, and each file cut at every offset. */
export function* cuts(files: Files): Generator<Mutation> {
  for (const [which, file] of files.entries()) {
    for (let offset = 0; offset < file.length; offset++) {
      const [before, byte, after] = [
        file.subarray(0, offset),
        file.subarray(offset, offset + 1),
        file.subarray(offset + 1),
      ]
      yield { change: `file ${which}: byte ${offset} removed`, files: files.with(which, join(before, after)) }
      yield { change: `file ${which}: cut to ${offset} bytes`, files: files.with(which, before) }
      yield { change: `file ${which}: begins at ${offset + 1}`, files: files.with(which, after) }
      if (byte[0] === after[0] || after.length === 0) continue
      const swapped = join(before, after.subarray(0, 1), byte, after.subarray(1))
      yield { change: `file ${which}: bytes ${offset} and ${offset + 1} swapped`, files: files.with(which, swapped) }
    }
  }
}

/** Records removed, given twice, swapped and moved, within a file and to others. */
export function* recordMutations(files: Files): Generator<Mutation> {
  const lines = files.map(linesOf)
  const places = lines.flatMap((each, which) => each.map((_, index) => ({ which, index })))
  for (const from of places) {
    const line = lines[from.which]?.[from.index] ?? new Uint8Array()
    const without = lines.with(from.which, lines[from.which]?.toSpliced(from.index, 1) ?? [])
    yield { change: `record ${where(from)} removed`, files: without.map(whole) }
    const cutHere = lines.with(from.which, lines[from.which]?.slice(0, from.index) ?? [])
    yield { change: `file ${from.which} ends before record ${from.index}`, files: cutHere.map(whole) }
    yield { change: `the log ends before record ${where(from)}`, files: cutHere.slice(0, from.which + 1).map(whole) }
    for (const to of places) {
      const target = lines[to.which] ?? []
      const given = lines.with(to.which, target.toSpliced(to.index, 0, line))
      yield { change: `record ${where(from)} given again before ${where(to)}`, files: given.map(whole) }
      if (from.which === to.which && from.index === to.index) continue
      const written = lines.with(to.which, target.with(to.index, line))
      yield { change: `record ${where(to)} replaced by ${where(from)}`, files: written.map(whole) }
    }
  }
}

/** Files removed, emptied, given twice, swapped and joined. */
export function* fileMutations(files: Files): Generator<Mutation> {
  for (const [which, file] of files.entries()) {
    yield { change: `file ${which} removed`, files: files.toSpliced(which, 1) }
    yield { change: `file ${which} emptied`, files: files.with(which, new Uint8Array()) }
    yield { change: `only file ${which} left`, files: [file] }
    for (let to = 0; to <= files.length; to++) {
      yield { change: `file ${which} given again as ${to}`, files: files.toSpliced(to, 0, file) }
    }
    for (let to = which + 1; to < files.length; to++) {
      const other = files[to] ?? new Uint8Array()
      yield { change: `files ${which} and ${to} swapped`, files: files.with(which, other).with(to, file) }
    }
    const next = files[which + 1]
    if (next === undefined) continue
    yield { change: `files ${which} and ${which + 1} joined`, files: files.toSpliced(which, 2, join(file, next)) }
  }
}

/** True when the files are what they were: some changes of a log change nothing. */
export function sameFiles(one: Files, other: Files): boolean {
  return one.length === other.length && one.every((file, index) => Buffer.compare(file, other[index] ?? file) === 0)
}

function linesOf(file: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = []
  for (let start = 0; start < file.length; ) {
    const end = file.indexOf(0x0a, start) + 1
    lines.push(file.subarray(start, end))
    start = end
  }
  return lines
}

function where({ which, index }: { readonly which: number; readonly index: number }): string {
  return `${which}/${index}`
}

function join(...pieces: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(pieces)
}

function whole(lines: readonly Uint8Array[]): Uint8Array {
  return join(...lines)
}
